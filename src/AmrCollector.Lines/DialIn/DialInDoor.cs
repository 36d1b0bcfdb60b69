using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AmrCollector.Lines.Tcp;

namespace AmrCollector.Lines.DialIn;

/// <summary>Who may come in: the checks before a connection has registered, and the connections that have not. Thread-safe.</summary>
internal sealed class DialInDoor
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly DialInOptions _options;
    private readonly UnitRoll _roll;
    private readonly NoticeBoard _notices;
    private readonly TimeProvider _time;
    private readonly Action<PendingUnit, string?> _settled;
    private readonly AddressQuota _quota;
    private readonly Knocks _unknown;
    private readonly HashSet<PendingUnit> _pending = [];
    private readonly long[] _refused = new long[Enum.GetValues<DialInRefusal>().Length];
    private readonly SslServerAuthenticationOptions? _tls;
    private int _shaking;
    private long _accepted;

    internal DialInDoor(DialInOptions options, UnitRoll roll, NoticeBoard notices, TimeProvider time, Action<PendingUnit, string?> settled)
    {
        (_options, _roll, _notices, _time, _settled) = (options, roll, notices, time, settled);
        (_quota, _unknown) = (new(time), new(time));
        if (options.Certificate is { } certificate) _tls = Tls(certificate, options.ClientAuthorities);
    }

    /// <summary>True when every connection has registered.</summary>
    internal bool IsEmpty
    {
        get { lock (_gate) return _pending.Count == 0; }
    }

    /// <summary>The connections that have not registered, the oldest first.</summary>
    internal List<PendingUnit> Pending()
    {
        lock (_gate) return [.. _pending.OrderBy(pending => pending.Since)];
    }

    /// <summary>Lets a connection in, or not. While too many stand in the door the next waits, and then the one that has stood longest gives way.</summary>
    internal async Task AdmitAsync(Socket socket, CancellationToken ending)
    {
        if (socket.RemoteEndPoint is not IPEndPoint peer)
        {
            socket.Dispose(); // it has left already
            return;
        }

        var from = peer.Address.IsIPv4MappedToIPv6 ? peer.Address.MapToIPv4() : peer.Address;
        if (Objection(from) is var (refusal, why))
        {
            TurnAway(socket, from, refusal, why);
            return;
        }

        if (!await HasRoomAsync(ending))
        {
            TurnAway(socket, from, DialInRefusal.Full, $"{_options.MostPending} connections have not registered yet");
            return;
        }

        Interlocked.Increment(ref _accepted);
        try
        {
            Prepare(socket);
            if (_tls is null) socket.Blocking = false;
        }
        catch (SocketException)
        {
            socket.Dispose(); // it has left already
            return;
        }

        if (_tls is null) Await(new PlainUnitWire(socket), from);
        else _ = ShakeHandsAsync(socket, from, ending);
    }

    /// <summary>It is no longer to be waited for.</summary>
    internal void Leave(PendingUnit pending)
    {
        lock (_gate) _pending.Remove(pending);
    }

    /// <summary>Ends it, once.</summary>
    internal void Refuse(PendingUnit pending, DialInRefusal refusal, string why)
    {
        if (!pending.TryEnd()) return;
        Leave(pending);
        pending.Wire.Dispose();
        Note(pending.From, refusal, why);
    }

    /// <summary>Ends one whose id no line has.</summary>
    internal void RefuseUnknown(PendingUnit pending, string id)
    {
        lock (_gate) _unknown.Add(id, pending.From);
        pending.Wire.Dispose();
        Note(pending.From, DialInRefusal.Unknown, $"it says it is unit {id}, which no line is configured for", id);
    }

    internal DialInReport Report(DialInReport report)
    {
        lock (_gate)
        {
            return report with
            {
                Pending = _pending.Count + _shaking,
                Accepted = Interlocked.Read(ref _accepted),
                Unknown = _unknown.List(),
                Refused = Enum.GetValues<DialInRefusal>().ToDictionary(refusal => refusal, refusal => Interlocked.Read(ref _refused[(int)refusal])),
            };
        }
    }

    /// <summary>Ends all that wait.</summary>
    internal void CloseAll()
    {
        foreach (var pending in Pending())
            if (pending.TryEnd()) pending.Wire.Dispose();
    }

    private int Waiting
    {
        get { lock (_gate) return _pending.Count + _shaking; }
    }

    private (DialInRefusal, string)? Objection(IPAddress from)
    {
        if (_options.Allow.Count > 0 && !_options.Allow.Any(network => network.Contains(from))) return (DialInRefusal.NotAllowed, "its address is in no network of 'allow'");
        lock (_gate)
        {
            if (!_quota.Admits(from, _roll.LivingFrom(from))) return (DialInRefusal.TooOften, "too many connections from there failed lately");
            return _pending.Count + _shaking + _roll.Connections >= _options.MostConnections ? (DialInRefusal.Full, $"there are {_options.MostConnections} connections already") : null;
        }
    }

    private async Task<bool> HasRoomAsync(CancellationToken ending)
    {
        var began = _time.GetTimestamp();
        while (!ending.IsCancellationRequested)
        {
            // Looked at before room is made: who stands longest came before this one did, and has stood for as long at least.
            var waited = _time.GetElapsedTime(began);
            if (Waiting >= _options.MostPending) MakeRoom();
            if (Waiting < _options.MostPending) return true;
            if (waited > Grace) return false;
            await Task.Delay(Moment, _time, ending).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return false;
    }

    // Whoever holds the most places gives up the one it has held longest, so that a flood from one address costs the others nothing.
    private void MakeRoom()
    {
        PendingUnit? oldest;
        lock (_gate)
        {
            oldest = _pending.GroupBy(pending => pending.From).MaxBy(group => group.Count())?.MinBy(pending => pending.Since);
            if (oldest is null || _time.GetElapsedTime(oldest.Since) < Grace) return;
        }

        Refuse(oldest, DialInRefusal.Unregistered, $"too many connections from there have not registered; it had sent {oldest.Show()}");
    }

    private void TurnAway(Socket socket, IPAddress from, DialInRefusal refusal, string why)
    {
        try
        {
            socket.LingerState = new(true, 0); // a reset: nothing of it stays behind here
        }
        catch (SocketException)
        {
            // It has left already: closing is all there is to do.
        }

        socket.Dispose();
        Note(from, refusal, why);
    }

    /// <summary>Counts a refusal, or an end that is as good as one, and tells of it.</summary>
    internal void Note(IPAddress from, DialInRefusal refusal, string why, string? id = null)
    {
        Interlocked.Increment(ref _refused[(int)refusal]);
        if (refusal is not (DialInRefusal.NotAllowed or DialInRefusal.TooOften or DialInRefusal.Full))
            lock (_gate) _quota.Fail(from);
        _notices.Tell($"{refusal} {id ?? from.ToString()}", isGood: false, $"{from} was refused: {why}");
    }

    private void Await(IUnitWire wire, IPAddress from)
    {
        PendingUnit pending = new(wire, from, _options.Heartbeats, _time, _settled);
        lock (_gate) _pending.Add(pending);
        wire.Begin(pending);
    }

    private async Task ShakeHandsAsync(Socket socket, IPAddress from, CancellationToken ending)
    {
        Interlocked.Increment(ref _shaking);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            using CancellationTokenSource limit = new(_options.RegisterWithin, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ending);
            await Task.Yield(); // the next connection does not wait for this one's cryptography
            await stream.AuthenticateAsServerAsync(_tls!, either.Token);
            Await(new TlsUnitWire(stream), from);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or ObjectDisposedException or NotSupportedException or InvalidOperationException)
        {
            await stream.DisposeAsync();
            if (!ending.IsCancellationRequested) Note(from, DialInRefusal.Tls, WhyNoTls(e));
        }
        finally
        {
            Interlocked.Decrement(ref _shaking);
        }
    }

    private static string WhyNoTls(Exception e) => e switch
    {
        OperationCanceledException => "it did not finish the TLS handshake in time",
        AuthenticationException { InnerException: { } inner } => $"the TLS handshake failed: {e.Message} {inner.Message}",
        AuthenticationException => $"the TLS handshake failed: {e.Message}",
        _ => "it left during the TLS handshake: it does not speak TLS, or does not trust our certificate",
    };

    private static SslServerAuthenticationOptions Tls(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> authorities)
    {
        SslServerAuthenticationOptions options = new() { ServerCertificate = certificate, ClientCertificateRequired = authorities.Count > 0 };
        if (authorities.Count == 0) return options;
        options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var authority in authorities) options.CertificateChainPolicy.CustomTrustStore.Add(authority);
        return options;
    }

    private static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        KeepAlive.On(socket, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), 3);
    }
}
