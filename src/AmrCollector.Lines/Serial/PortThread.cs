namespace AmrCollector.Lines.Serial;

/// <summary>One open port and the thread that waits on it: serves one call at a time, watches for loss between calls.</summary>
internal sealed class PortThread
{
    private const int MostDrained = 64 * 1024;

    /// <summary>How often it is looked whether the port is still there: its loss is noticed within that time also while nobody asks.</summary>
    internal static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(5);

    private enum Asked
    {
        Nothing,
        Send,
        Receive,
        Apply,
    }

    private readonly Lock _gate = new();
    private readonly ISerialPort _port;
    private readonly TimeProvider _time;
    private readonly LineUri _own;
    private readonly EchoFilter? _echo;
    private readonly PendingCall _call = new(continuesElsewhere: true);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _dropped = new byte[256];
    private TimeSpan _gap;
    private TimeSpan _character;
    private LineUri _wanted;
    private Asked _asked;
    private ReadOnlyMemory<byte> _bytes;
    private Memory<byte> _into;
    private long _deadline;
    private CancellationToken _token;
    private CancellationTokenRegistration _watch;
    private long _lastByte;
    private string? _closing;
    private string? _lost;

    public PortThread(ISerialPort port, LineUri uri, TimeProvider time)
    {
        (_port, _time, _own, _wanted) = (port, time, uri, uri);
        Reckon();
        _echo = uri.Echo ? new EchoFilter() : null;
        _lastByte = time.GetTimestamp();
        new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = $"line {port.Name}" }.Start();
    }

    /// <summary>Completes when the thread has ended and the port is closed.</summary>
    public Task Ended => _ended.Task;

    public bool IsLost => Volatile.Read(ref _lost) is not null;

    public long CharacterErrors => _port.CharacterErrors;

    /// <summary>Drops what has arrived, on the caller's thread: the port's own is idle while no call is asked.</summary>
    public void Drain()
    {
        if (IsLost) throw Loss();
        try
        {
            var dropped = 0;
            while (_port.Read(_dropped) is > 0 and var read)
            {
                _lastByte = _time.GetTimestamp();
                dropped += read;
                if (dropped > MostDrained) throw new LineLostException($"port {_port.Name} sends without being asked and without end");
            }
        }
        catch (ObjectDisposedException)
        {
            throw Loss();
        }
        catch (LineLostException e)
        {
            Close(e.Message);
            throw;
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_lost is not null) return ValueTask.FromException(Loss());
            (_asked, _bytes, _token) = (Asked.Send, bytes, cancellationToken);
            _port.Wake();
            return _call.StartPlain();
        }
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_lost is not null) return ValueTask.FromException<int>(Loss());
            (_asked, _into, _deadline, _token) = (Asked.Receive, buffer, deadline, cancellationToken);
            _port.Wake();
            return _call.Start();
        }
    }

    /// <summary>Sets the port up as <paramref name="wanted"/> says; when the driver refuses, as it was made.</summary>
    public ValueTask ApplyAsync(LineUri wanted, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_lost is not null) return ValueTask.FromException(Loss());
            (_asked, _wanted, _token) = (Asked.Apply, wanted, cancellationToken);
            _port.Wake();
            return _call.StartPlain();
        }
    }

    /// <summary>Ends the thread and closes the port; completes when both are done.</summary>
    public Task CloseAsync()
    {
        Close($"port {_port.Name} was closed");
        return _ended.Task;
    }

    private void Close(string why)
    {
        _watch.Unregister();
        lock (_gate)
        {
            if (_lost is not null) return;
            _closing = why;
            _port.Wake();
        }
    }

    // One registration serves every exchange under the same token.
    private void Watch(CancellationToken token)
    {
        if (_watch.Token == token) return;
        _watch.Unregister();
        _watch = token.UnsafeRegister(static thread => ((PortThread)thread!).WakeIfOpen(), this);
    }

    private void WakeIfOpen()
    {
        lock (_gate)
        {
            if (_lost is null) _port.Wake();
        }
    }

    private void Run()
    {
        string why;
        Exception? cause = null;
        try
        {
            var looked = _time.GetTimestamp();
            while (true)
            {
                ThrowIfClosing();
                var isAsked = IsAsked;
                if (isAsked) Serve();
                else if (_port.Wait(PortEvents.None, CheckEvery) != PortEvents.None || IsAsked) continue;
                if (isAsked && _time.GetElapsedTime(looked) < CheckEvery) continue; // a busy port is looked at as well: its name may mean another adapter by now
                _port.CheckPresent();
                looked = _time.GetTimestamp();
            }
        }
        catch (LineLostException e)
        {
            why = e.Message;
        }
        catch (Exception e)
        {
            // The rim of the loop: whatever went wrong, the port is closed and its user told.
            (why, cause) = ($"port {_port.Name} failed: {e.Message}", e);
        }

        End(why, cause);
    }

    private bool IsAsked
    {
        get
        {
            lock (_gate) return _asked != Asked.Nothing;
        }
    }

    private void Serve()
    {
        try
        {
            var count = _asked switch
            {
                Asked.Receive => Receive(),
                Asked.Apply => Apply(),
                _ => Send(),
            };
            lock (_gate) _asked = Asked.Nothing;
            _call.Complete(count);
        }
        catch (Exception e) when (e is OperationCanceledException or LineUnavailableException)
        {
            lock (_gate) _asked = Asked.Nothing;
            _call.Fail(e);
        }
    }

    private void End(string why, Exception? cause)
    {
        bool waiting;
        lock (_gate)
        {
            _lost = why;
            waiting = _asked != Asked.Nothing;
            _asked = Asked.Nothing;
        }

        _port.Dispose();
        if (waiting) _call.Fail(new LineLostException(why, cause));
        _ended.SetResult();
    }

    private int Apply()
    {
        try
        {
            _port.Apply(_wanted);
        }
        catch (LineUnavailableException)
        {
            _wanted = _own;
            SetOwn();
            throw;
        }
        finally
        {
            Reckon();
        }

        return 0;
    }

    private void SetOwn()
    {
        try
        {
            _port.Apply(_own);
        }
        catch (LineUnavailableException e)
        {
            throw new LineLostException(e.Message, e); // neither the wanted nor its own: nothing may be sent on it
        }
    }

    /// <summary>True but on a pseudo terminal, which has no wire.</summary>
    internal bool SaysWhenSent => !_port.IsVirtual;

    private void Reckon() => (_gap, _character) = (_wanted.MinimumGap, _port.IsVirtual ? TimeSpan.Zero : _wanted.CharacterTime ?? TimeSpan.Zero);

    private int Receive()
    {
        while (true)
        {
            ThrowIfClosing();
            _token.ThrowIfCancellationRequested();
            if (Hear(_into.Span) is > 0 and var heard) return heard;
            var rest = Until(_deadline);
            if (rest <= TimeSpan.Zero) return _echo?.Release(_into.Span) ?? 0;
            if (_port.Wait(PortEvents.Readable, rest < CheckEvery ? rest : CheckEvery) == PortEvents.None && rest > CheckEvery) _port.CheckPresent();
        }
    }

    private int Hear(Span<byte> buffer)
    {
        var room = _echo?.Room(buffer.Length) ?? buffer.Length;
        if (room == 0 && _echo is not null) return _echo.Release(buffer);
        var heard = _port.Read(buffer[..room]);
        if (heard == 0) return 0;
        _lastByte = _time.GetTimestamp();
        return _echo?.Filter(buffer, heard) ?? heard;
    }

    private int Send()
    {
        AwaitSilence();
        _echo?.Expect(_bytes.Span);
        _port.Transmit(true);
        var started = _time.GetTimestamp(); // not before: behind USB the switch alone takes milliseconds
        try
        {
            WriteAll(_bytes.Span, started);
            // No driver may say "sent" before the bits had time to leave; USB adapters do.
            while (_character * _bytes.Length - _time.GetElapsedTime(started) is { Ticks: > 0 } rest)
            {
                ThrowIfClosing();
                _port.Wait(PortEvents.None, rest);
            }

            _port.DrainOutput();
        }
        finally
        {
            _port.Transmit(false);
        }

        _lastByte = _time.GetTimestamp();
        return 0;
    }

    // On a line that never falls silent the send goes out after a while all the same: its failed exchange tells more than a stall.
    private void AwaitSilence()
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            ThrowIfClosing();
            _token.ThrowIfCancellationRequested();
            if (_gap > TimeSpan.Zero && _port.Read(_dropped) > 0) _lastByte = _time.GetTimestamp();
            var rest = _gap - _time.GetElapsedTime(_lastByte);
            if (rest <= TimeSpan.Zero || _time.GetElapsedTime(started) > _gap + SilencePatience) return;
            _port.Wait(PortEvents.Readable, rest);
        }
    }

    private void WriteAll(ReadOnlySpan<byte> bytes, long started)
    {
        while (!bytes.IsEmpty)
        {
            ThrowIfClosing();
            var written = _port.Write(bytes);
            bytes = bytes[written..];
            if (written > 0) continue;
            if (_time.GetElapsedTime(started) > StuckAfter + (_character * _bytes.Length)) throw new LineLostException($"port {_port.Name} takes no bytes any more");
            _port.Wait(PortEvents.Writable, CheckEvery);
        }
    }

    private TimeSpan Until(long deadline) => _time.GetElapsedTime(_time.GetTimestamp(), deadline);

    private void ThrowIfClosing()
    {
        lock (_gate)
        {
            if (_closing is not null) throw new LineLostException(_closing);
        }
    }

    private LineLostException Loss() => new(_lost ?? $"port {_port.Name} is gone");
}
