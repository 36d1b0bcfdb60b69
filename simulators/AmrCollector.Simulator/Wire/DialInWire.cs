using System.Net;
using System.Net.Sockets;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Wire;

/// <summary>A unit that dials in to a collector, registers, sends heartbeats, and dials again when it is cut off.</summary>
internal sealed class DialInWire : IWire
{
    private static readonly TimeSpan BetweenPieces = TimeSpan.FromMilliseconds(100);

    private readonly DialInPlan _plan;
    private readonly TimeProvider _time;
    private readonly byte[] _packet;
    private readonly byte[] _heartbeat;
    private readonly ulong _seed;
    private readonly ITimer? _beat;
    private readonly Lock _gate = new();
    private readonly List<Socket> _abandoned = [];
    private Socket? _socket;
    private CancellationTokenSource _leaving = new();
    private volatile IPAddress? _from;
    private int _failures;
    private ulong _dials;

    internal DialInWire(DialInPlan plan, string address, ulong seed, TimeProvider time)
    {
        (_plan, _time, _seed, _from) = (plan, time, seed, plan.From);
        (_packet, _heartbeat) = (plan.Packet(address), plan.HeartbeatBytes());
        Uri = $"dialin:{plan.Listener}/{plan.Unit(address)}";
        if (_heartbeat.Length > 0 && plan.Habit != DialInHabit.Stall)
            _beat = time.CreateTimer(_ => Send(_heartbeat), null, plan.HeartbeatEvery, plan.HeartbeatEvery);
    }

    /// <inheritdoc/>
    public string Uri { get; }

    /// <inheritdoc/>
    public long LastArrival { get; private set; }

    /// <inheritdoc/>
    public WireSpeed? Asked => null;

    /// <summary>Goes away without a word, as in a power cut, and comes back on another connection: the old one stays open and silent.</summary>
    internal void Vanish(IPAddress? from)
    {
        lock (_gate)
        {
            _from = from ?? _from;
            if (_socket is null) return;
            _abandoned.Add(_socket);
            _socket = null;
            _leaving.Cancel();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var socket = _socket ?? await DialAsync(cancellationToken);
        CancellationToken leaving;
        lock (_gate) leaving = _leaving.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leaving, cancellationToken);
        var received = 0;
        try
        {
            received = await socket.ReceiveAsync(buffer, SocketFlags.None, either.Token);
            if (received > 0) _failures = 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        LastArrival = _time.GetTimestamp();
        if (received == 0) Leave(socket);
        return received;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_plan.Habit != DialInHabit.Mute) Send(_plan.Habit == DialInHabit.EachReply ? (byte[])[.. _packet, .. bytes.Span] : bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_socket is not { } socket) return;
        try
        {
            socket.Send(bytes);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Cut() => _socket?.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _beat?.Dispose();
        lock (_gate)
        {
            _socket?.Dispose();
            _abandoned.ForEach(socket => socket.Dispose());
            _leaving.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<Socket> DialAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_dials > 0) await Task.Delay(Pause(), _time, cancellationToken);
            _dials++;
            _failures++;
            Socket socket = new(_plan.Dial.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                if (_from is { } from) socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(_plan.Dial, cancellationToken);
                await RegisterAsync(socket, cancellationToken);
                lock (_gate)
                {
                    _leaving.Dispose();
                    (_socket, _leaving) = (socket, new());
                }

                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose(); // nobody listens: later
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task RegisterAsync(Socket socket, CancellationToken cancellationToken)
    {
        var half = _plan.Habit is DialInHabit.TwoPieces or DialInHabit.Stall ? _packet.Length / 2 : _packet.Length;
        await socket.SendAsync(_packet.AsMemory(0, half), SocketFlags.None, cancellationToken);
        if (_plan.Habit == DialInHabit.TwoPieces)
        {
            await Task.Delay(BetweenPieces, _time, cancellationToken);
            await socket.SendAsync(_packet.AsMemory(half), SocketFlags.None, cancellationToken);
        }

        if (_plan.Habit == DialInHabit.Flood) await FloodAsync(socket, cancellationToken);
    }

    // Ends when the collector has had enough.
    private static async Task FloodAsync(Socket socket, CancellationToken cancellationToken)
    {
        var junk = new byte[4096];
        Array.Fill(junk, (byte)0x55);
        while (true) await socket.SendAsync(junk, SocketFlags.None, cancellationToken);
    }

    // From half to whole, so that a thousand units do not come in one instant.
    private TimeSpan Pause()
    {
        var wait = _plan.Redial * Math.Pow(2, Math.Min(Math.Max(0, _failures - 1), 16));
        if (wait > _plan.RedialMost) wait = _plan.RedialMost;
        return wait * (0.5 + (Mix.Of(_seed, _dials) % 1000 / 2000.0));
    }

    private void Leave(Socket socket)
    {
        lock (_gate)
        {
            if (_abandoned.Contains(socket)) return;
            if (_socket == socket) _socket = null;
        }

        socket.Dispose();
    }
}
