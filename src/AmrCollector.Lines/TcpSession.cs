using System.Net.Sockets;

namespace AmrCollector.Lines;

/// <summary>One connection of a <see cref="TcpLine"/>, from connect to loss.</summary>
internal sealed class TcpSession : IDisposable
{
    private const int HeldBytes = 512;
    private const int MostDrained = 64 * 1024;
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly string _peer;
    private readonly TimeSpan _gap;
    private readonly EchoFilter? _echo;
    private readonly TimeProvider _time;
    private readonly SocketAsyncEventArgs _arrival = new(true); // true: no execution context is captured for each receive
    private readonly PendingCall _call = new(continuesElsewhere: false);
    private readonly byte[] _held = new byte[HeldBytes];
    private readonly ITimer _timer;
    private int _start;
    private int _end;
    private bool _armed;
    private bool _waiting;
    private bool _draining;
    private int _drained;
    private Memory<byte> _into;
    private long _deadline;
    private long _timerDue = long.MaxValue;
    private long _lastByte;
    private CancellationToken _token;
    private CancellationTokenRegistration _watch;
    private string? _lost;

    public TcpSession(Socket socket, string peer, TimeSpan gap, EchoFilter? echo, TimeProvider time)
    {
        (_socket, _peer, _gap, _echo, _time) = (socket, peer, gap, echo, time);
        _lastByte = time.GetTimestamp();
        _timer = time.CreateTimer(static session => ((TcpSession)session!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _arrival.SetBuffer(_held);
        _arrival.Completed += (_, _) => OnArrival();
        lock (_gate) Arm_NeedsLock();
    }

    public bool IsLost => Volatile.Read(ref _lost) is not null;

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        ValueTask drained;
        lock (_gate)
        {
            if (_lost is not null) return ValueTask.FromException(Loss());
            _drained = 0;
            if (DrainedAll_NeedsLock()) return _lost is null ? default : ValueTask.FromException(Loss());

            // The bytes are in the kernel and the completion of the outstanding receive is on its way: it ends this call.
            _draining = true;
            (_into, _token) = (default, default);
            Wait_NeedsLock(_time.GetTimestamp() + (_time.TimestampFrequency / 20));
            drained = _call.StartPlain();
        }

        return drained;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (IsLost) return ValueTask.FromException(Loss());
        if (_gap > TimeSpan.Zero) return SendAfterGapAsync(bytes, cancellationToken);

        _echo?.Expect(bytes.Span);
        var sending = _socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully) return FinishSendAsync(sending, cancellationToken);
        _ = sending.GetAwaiter().GetResult();
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_start < _end && Take_NeedsLock(buffer.Span) is > 0 and var taken) return new(taken);
            if (_lost is not null) return ValueTask.FromException<int>(Loss());
            if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
            if (_time.GetTimestamp() >= deadline) return new(_echo?.Release(buffer.Span) ?? 0);

            (_into, _token, _draining) = (buffer, cancellationToken, false);
            Wait_NeedsLock(deadline);
            return _call.Start();
        }
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
        _socket.Dispose();
        _arrival.Dispose();
    }

    private async ValueTask SendAfterGapAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (_gap - _time.GetElapsedTime(Volatile.Read(ref _lastByte)) is { Ticks: > 0 } rest)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), _time, cancellationToken);
        if (IsLost) throw Loss();
        _echo?.Expect(bytes.Span);
        await FinishSendAsync(_socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None), cancellationToken);
    }

    // A send that was given up leaves half a frame on the wire: nothing sent later would be understood, so the connection ends.
    private async ValueTask FinishSendAsync(ValueTask<int> sending, CancellationToken cancellationToken)
    {
        try
        {
            _ = sending.IsCompleted ? await sending : await sending.AsTask().WaitAsync(SendLimit, _time, cancellationToken);
            Volatile.Write(ref _lastByte, _time.GetTimestamp());
        }
        catch (TimeoutException)
        {
            Lose($"{_peer} takes no bytes any more");
            throw Loss();
        }
        catch (OperationCanceledException)
        {
            Lose($"a send to {_peer} was cancelled half way");
            throw;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Lose(WhyLost((e as SocketException)?.SocketErrorCode ?? SocketError.OperationAborted));
            throw Loss();
        }
    }

    private void OnArrival()
    {
        var (done, count) = (false, 0);
        bool lost;
        lock (_gate)
        {
            _armed = false;
            Harvest_NeedsLock();
            if (_waiting && _draining) done = DrainedAll_NeedsLock();
            else if (_waiting && _start < _end) done = (count = Take_NeedsLock(_into.Span)) > 0;
            lost = _lost is not null;
            done |= _waiting && lost;
            if (done) _waiting = false;
        }

        if (lost) Release();
        if (!done) return;
        if (lost && count == 0) _call.Fail(Loss());
        else _call.Complete(count);
    }

    private void OnTimer()
    {
        int count;
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            if (!_waiting || _lost is not null) return;
            if (_time.GetTimestamp() < _deadline)
            {
                Wait_NeedsLock(_deadline);
                return;
            }

            _waiting = false;
            count = _echo?.Release(_into.Span) ?? 0;
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
        _watch = token.UnsafeRegister(static (session, token) => ((TcpSession)session!).OnCancelled(token), this);
    }

    // A timer that will fire before the deadline is left alone and set on when it fires: most exchanges end long before, and cost no timer call.
    private void Wait_NeedsLock(long deadline)
    {
        (_waiting, _deadline) = (true, deadline);
        if (_timerDue <= deadline) return;
        var now = _time.GetTimestamp();
        var rest = _time.GetElapsedTime(now, deadline);
        if (rest > LongestNap) rest = LongestNap;
        _timerDue = Math.Min(deadline, now + (long)(rest.TotalSeconds * _time.TimestampFrequency));
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void Arm_NeedsLock()
    {
        if (_armed || _lost is not null) return;
        (_start, _end) = (0, 0);
        _armed = _socket.ReceiveAsync(_arrival);
        if (!_armed) Harvest_NeedsLock();
    }

    private void Harvest_NeedsLock()
    {
        if (_lost is not null) return;
        if (_arrival.SocketError != SocketError.Success) _lost = WhyLost(_arrival.SocketError);
        else if (_arrival.BytesTransferred == 0) _lost = $"{_peer} closed the connection";
        else (_start, _end) = (0, _arrival.BytesTransferred);
    }

    private int Take_NeedsLock(Span<byte> buffer)
    {
        var taken = 0;
        while (taken == 0 && _start < _end)
        {
            if (_echo is not null && _echo.Room(buffer.Length) == 0) return _echo.Release(buffer);
            taken = Math.Min(_end - _start, _echo?.Room(buffer.Length) ?? buffer.Length);
            if (taken == 0) return 0;
            _held.AsSpan(_start, taken).CopyTo(buffer);
            _start += taken;
            if (_echo is not null) taken = _echo.Filter(buffer, taken);
            if (_gap > TimeSpan.Zero) Volatile.Write(ref _lastByte, _time.GetTimestamp());
            if (_start == _end) Arm_NeedsLock();
        }

        return taken;
    }

    /// <summary>True when nothing is left to drop, or the line was lost over it.</summary>
    private bool DrainedAll_NeedsLock()
    {
        while (_lost is null)
        {
            _drained += _end - _start;
            _start = _end;
            if (_drained > MostDrained)
            {
                _lost = $"{_peer} sends without being asked and without end";
                break;
            }

            Arm_NeedsLock();
            if (_armed) return _socket.Available == 0;
        }

        return true;
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
