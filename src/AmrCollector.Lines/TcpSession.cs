using System.Net.Sockets;
using AmrCollector.Lines.Tcp;

namespace AmrCollector.Lines;

/// <summary>One connection of a <see cref="TcpLine"/>, from connect to loss. Reads the socket only when asked, into the asker's buffer.</summary>
internal sealed class TcpSession : IArrivals, IDisposable
{
    private const int MostDrained = 64 * 1024;
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly string _peer;
    private readonly TimeSpan _gap;
    private readonly EchoFilter? _echo;
    private readonly TimeProvider _time;
    private readonly PendingCall _call = new(continuesElsewhere: false);
    private readonly IReadiness _readiness;
    private readonly ITimer _timer;
    private bool _readable = true;
    private bool _mayBeOver;
    private bool _waiting;
    private Memory<byte> _into;
    private long _deadline;
    private long _timerDue = long.MaxValue;
    private long _lastByte;
    private CancellationToken _token;
    private CancellationTokenRegistration _watch;
    private string? _lost;

    /// <summary>Takes over a connected socket that does not block.</summary>
    public TcpSession(Socket socket, string peer, TimeSpan gap, EchoFilter? echo, TimeProvider time)
    {
        (_socket, _peer, _gap, _echo, _time) = (socket, peer, gap, echo, time);
        _lastByte = time.GetTimestamp();
        _timer = time.CreateTimer(static session => ((TcpSession)session!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _readiness = Readiness.Of(socket, this);
            _readable = _readiness.Await();
        }
    }

    public bool IsLost => Volatile.Read(ref _lost) is not null;

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        Span<byte> dropped = stackalloc byte[256];
        lock (_gate)
        {
            var drained = 0;
            while (_lost is null && Read_NeedsLock(dropped) is > 0 and var count)
            {
                drained += count;
                if (drained > MostDrained) _lost = $"{_peer} sends without being asked and without end";
            }

            if (_lost is null) return default;
        }

        Release();
        return ValueTask.FromException(Loss());
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (IsLost) return ValueTask.FromException(Loss());
        if (_gap > TimeSpan.Zero) return SendAfterGapAsync(bytes, cancellationToken);

        return Send(bytes.Span) ? default : ValueTask.FromException(Loss());
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_readable && Take_NeedsLock(buffer.Span) is > 0 and var taken) return new(taken);
            if (_lost is null)
            {
                if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
                var now = _time.GetTimestamp();
                if (now >= deadline) return new(LastTake_NeedsLock(buffer.Span));
                (_into, _token) = (buffer, cancellationToken);
                Wait_NeedsLock(now, deadline);
                return _call.Start();
            }
        }

        Release();
        return ValueTask.FromException<int>(Loss());
    }

    public void OnReady(bool mayBeOver)
    {
        var (done, count) = (false, 0);
        bool lost;
        lock (_gate)
        {
            _readable = true;
            _mayBeOver |= mayBeOver;
            if (_waiting) done = (count = Take_NeedsLock(_into.Span)) > 0 || _lost is not null;
            else if (_mayBeOver && _lost is null) SeeWhetherOver_NeedsLock(); // an arrival told after the end finds a closed socket
            lost = _lost is not null;
            if (done) _waiting = false;
        }

        if (lost) Release();
        if (!done) return;
        if (count == 0) _call.Fail(Loss());
        else _call.Complete(count);
    }

    /// <summary>Ends the connection, once; a waiting call fails with the reason.</summary>
    public void Lose(string why)
    {
        bool waiting;
        lock (_gate)
        {
            _lost ??= why;
            waiting = _waiting;
            _waiting = false;
        }

        Release();
        if (waiting) _call.Fail(Loss());
    }

    public void Dispose() => Lose($"line to {_peer} was closed");

    private void Release()
    {
        _watch.Unregister();
        _timer.Dispose();
        _readiness.Dispose();
        _socket.Dispose();
    }

    private async ValueTask SendAfterGapAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (_gap - _time.GetElapsedTime(Volatile.Read(ref _lastByte)) is { Ticks: > 0 } rest)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), _time, cancellationToken);
        if (IsLost || !Send(bytes.Span)) throw Loss();
        Volatile.Write(ref _lastByte, _time.GetTimestamp());
    }

    // The system takes thousands of requests before it would have one wait: then nobody has taken any for long, and half a frame may be on the wire.
    private bool Send(ReadOnlySpan<byte> bytes)
    {
        _echo?.Expect(bytes);
        var error = SocketError.OperationAborted;
        try
        {
            if (_socket.Send(bytes, SocketFlags.None, out error) == bytes.Length) return true;
        }
        catch (ObjectDisposedException)
        {
            // Disposed by another thread: the loss it noted is the reason.
        }

        Lose(error is SocketError.Success or SocketError.WouldBlock ? $"{_peer} takes no bytes any more" : WhyLost(error));
        return false;
    }

    private void OnTimer()
    {
        int count;
        bool lost;
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            if (!_waiting || _lost is not null) return;
            var now = _time.GetTimestamp();
            if (now < _deadline)
            {
                Wait_NeedsLock(now, _deadline);
                return;
            }

            _waiting = false;
            count = LastTake_NeedsLock(_into.Span);
            lost = _lost is not null;
        }

        if (lost) Release();
        if (lost && count == 0) _call.Fail(Loss());
        else _call.Complete(count);
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
        _watch = token.UnsafeRegister(static (session, token) => ((TcpSession)session!).OnCancelled(token), this);
    }

    // A timer that will fire before the deadline is left alone and set on when it fires: most exchanges end long before, and cost no timer call.
    // The clock is looked at once: a machine that stops in between would make a wait of less than nothing of it.
    private void Wait_NeedsLock(long now, long deadline)
    {
        (_waiting, _deadline) = (true, deadline);
        if (_timerDue <= deadline) return;
        var rest = _time.GetElapsedTime(now, deadline);
        if (rest > LongestNap) rest = LongestNap;
        _timerDue = Math.Min(deadline, now + (long)(rest.TotalSeconds * _time.TimestampFrequency));
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reads once: how many bytes, 0 when there is nothing now or the connection was lost over it.</summary>
    private int Read_NeedsLock(Span<byte> buffer)
    {
        while (true)
        {
            var read = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success && read > 0)
            {
                // Edges: a buffer not filled has emptied the socket, unless the end stands behind the bytes.
                if (read < buffer.Length) _readable = _mayBeOver || _readiness.Await();
                return read;
            }

            if (error == SocketError.WouldBlock)
            {
                _mayBeOver = false;
                _readable = _readiness.Await();
                if (_readable) continue;
                return 0;
            }

            _lost ??= error == SocketError.Success ? $"{_peer} closed the connection" : WhyLost(error);
            return 0;
        }
    }

    private int Take_NeedsLock(Span<byte> buffer)
    {
        var taken = 0;
        while (taken == 0 && _readable && _lost is null)
        {
            var room = _echo?.Room(buffer.Length) ?? buffer.Length;
            if (room == 0) return _echo!.Release(buffer);
            taken = Read_NeedsLock(buffer[..room]);
            if (taken == 0) return 0;
            if (_echo is not null) taken = _echo.Filter(buffer, taken);
            if (_gap > TimeSpan.Zero) Volatile.Write(ref _lastByte, _time.GetTimestamp());
        }

        return taken;
    }

    // The thread that hears of arrivals may be late: what is there at the deadline has come in time.
    private int LastTake_NeedsLock(Span<byte> buffer)
    {
        _readable = true;
        var taken = Take_NeedsLock(buffer);
        return taken > 0 ? taken : _echo?.Release(buffer) ?? 0;
    }

    private void SeeWhetherOver_NeedsLock()
    {
        Span<byte> next = stackalloc byte[1];
        var read = _socket.Receive(next, SocketFlags.Peek, out var error);
        if (error == SocketError.WouldBlock) _readable = _readiness.Await();
        else if (error != SocketError.Success) _lost ??= WhyLost(error);
        else if (read == 0) _lost ??= $"{_peer} closed the connection";
    }

    private LineLostException Loss() => new(_lost ?? $"line to {_peer} is gone");

    private string WhyLost(SocketError error) => error switch
    {
        SocketError.ConnectionReset => $"{_peer} reset the connection",
        SocketError.TimedOut => $"{_peer} no longer acknowledges; the box or the way to it is down",
        SocketError.OperationAborted => $"line to {_peer} was closed",
        _ => $"the connection to {_peer} broke: {error}",
    };
}
