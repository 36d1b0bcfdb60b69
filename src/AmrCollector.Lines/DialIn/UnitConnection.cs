using System.Net;

namespace AmrCollector.Lines.DialIn;

/// <summary>
/// One registered connection of a unit, from registration to loss. Takes in what comes by itself, heartbeats cut out; keeps little
/// of what nobody asked for. One caller at a time for drain, send and receive.
/// </summary>
internal sealed class UnitConnection : IUnitEar, IDisposable
{
    private const int MostUnasked = 512;
    private const int MostAsked = 8 * 1024;
    private const int MostInWindow = 64 * 1024;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly IUnitWire _wire;
    private readonly HeartbeatCut _cut;
    private readonly TimeProvider _time;
    private readonly TimeSpan _gap;
    private readonly Action<UnitConnection> _ended;
    private readonly PendingCall _call = new(continuesElsewhere: false);
    private readonly ITimer _timer;
    private byte[] _heard = [];
    private int _count;
    private bool _asked;
    private bool _waiting;
    private Memory<byte> _into;
    private long _deadline;
    private CancellationToken _token;
    private CancellationTokenRegistration _watch;
    private long _window;
    private int _inWindow;
    private long _lastHeard;
    private long _lastSent;
    private string? _lost;
    private int _released;

    /// <summary>A connection from <paramref name="from"/>; nothing is heard until the wire is handed over to it. <paramref name="ended"/> is told once of its end.</summary>
    internal UnitConnection(IUnitWire wire, IPAddress from, IEnumerable<ReadOnlyMemory<byte>> heartbeats, TimeSpan gap, TimeProvider time, Action<UnitConnection> ended)
    {
        (_wire, From, _cut, _gap, _time, _ended) = (wire, from, new(heartbeats), gap, time, ended);
        _window = _lastHeard = Since = time.GetTimestamp();
        _timer = time.CreateTimer(static unit => ((UnitConnection)unit!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Address it comes from.</summary>
    internal IPAddress From { get; }

    /// <summary>Timestamp of the registration.</summary>
    internal long Since { get; }

    /// <summary>Why it is over; null while it is not.</summary>
    internal string? Lost => Volatile.Read(ref _lost);

    /// <summary>True when it was ended because it sent too much.</summary>
    internal bool HasFlooded { get; private set; }

    /// <summary>How long nothing has come, heartbeats included.</summary>
    internal TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            Interlocked.Exchange(ref _lastHeard, now);
            if (_time.GetElapsedTime(_window, now) > Window) (_window, _inWindow) = (now, 0);
            _inWindow += bytes.Length;
            if (_inWindow > MostInWindow) Flooded_NeedsLock();
            Keep_NeedsLock(_cut.Take(bytes));
        }
    }

    public void Settle(string? why)
    {
        bool done;
        int count;
        lock (_gate)
        {
            if (why is PlainUnitWire.Endless) Flooded_NeedsLock();
            else if (why is not null) _lost ??= why;
            done = _waiting && (_count > 0 || _lost is not null);
            if (done) _waiting = false;
            count = done ? Deliver_NeedsLock(_into.Span) : 0;
        }

        if (Lost is not null) Release();
        if (!done) return;
        if (count > 0) _call.Complete(count);
        else _call.Fail(Loss());
    }

    internal ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (Lost is not null) return ValueTask.FromException(Loss());
        lock (_gate)
        {
            _cut.Rest();
            (_count, _asked) = (0, false);
            if (_heard.Length > MostUnasked) _heard = [];
        }

        return default;
    }

    internal async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Lost is not null) throw Loss();
        while (_gap > TimeSpan.Zero && _gap - _time.GetElapsedTime(Math.Max(_lastSent, Interlocked.Read(ref _lastHeard))) is { Ticks: > 0 } rest)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), _time, cancellationToken);
        lock (_gate)
        {
            _cut.Expect(bytes.Span);
            _asked = true;
        }

        if (await _wire.SendAsync(bytes) is { } why) Lose(why);
        if (Lost is not null) throw Loss();
        _lastSent = _time.GetTimestamp();
    }

    internal ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_count > 0) return new(Deliver_NeedsLock(buffer.Span));
            if (_lost is not null) return ValueTask.FromException<int>(Loss());
            if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
            var rest = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
            if (rest <= TimeSpan.Zero) return new(Last_NeedsLock(buffer.Span));
            (_into, _token, _waiting, _deadline) = (buffer, cancellationToken, true, deadline);
            Wake_NeedsLock(rest);
            return _call.Start();
        }
    }

    /// <summary>Ends it, once; a waiting call fails with the reason.</summary>
    internal void Lose(string why) => Settle(why);

    public void Dispose() => Lose("the connection was closed");

    private void Flooded_NeedsLock()
    {
        if (_lost is not null) return;
        (HasFlooded, _lost) = (true, PlainUnitWire.Endless);
    }

    private void Keep_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        var room = (_asked ? MostAsked : MostUnasked) - _count;
        if (bytes.Length > room) bytes = bytes[..Math.Max(0, room)];
        if (bytes.IsEmpty) return;
        if (_heard.Length < _count + bytes.Length) Array.Resize(ref _heard, Math.Max(64, (_count + bytes.Length) * 2));
        bytes.CopyTo(_heard.AsSpan(_count));
        _count += bytes.Length;
    }

    private int Deliver_NeedsLock(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _count);
        _heard.AsSpan(0, count).CopyTo(buffer);
        _heard.AsSpan(count, _count - count).CopyTo(_heard);
        _count -= count;
        return count;
    }

    // What might have been the front of a heartbeat was none.
    private int Last_NeedsLock(Span<byte> buffer)
    {
        Keep_NeedsLock(_cut.Release());
        return Deliver_NeedsLock(buffer);
    }

    private void Wake_NeedsLock(TimeSpan rest) => _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

    private void OnTimer()
    {
        int count;
        lock (_gate)
        {
            if (!_waiting) return;
            var rest = _time.GetElapsedTime(_time.GetTimestamp(), _deadline);
            if (rest > TimeSpan.Zero)
            {
                Wake_NeedsLock(rest); // set for a call before
                return;
            }

            _waiting = false;
            count = Last_NeedsLock(_into.Span);
        }

        _call.Complete(count);
    }

    private void OnCancelled(CancellationToken token)
    {
        lock (_gate)
        {
            if (!_waiting || _token != token) return;
            _waiting = false;
        }

        _call.Fail(new OperationCanceledException(token));
    }

    // One registration serves every exchange under the same token.
    private void Watch(CancellationToken token)
    {
        if (_watch.Token == token) return;
        _watch.Unregister();
        _watch = token.UnsafeRegister(static (unit, token) => ((UnitConnection)unit!).OnCancelled(token), this);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 1) return;
        _watch.Unregister();
        _timer.Dispose();
        _wire.Dispose();
        _ended(this);
    }

    private LineLostException Loss() => new($"{From}: {_lost}");
}
