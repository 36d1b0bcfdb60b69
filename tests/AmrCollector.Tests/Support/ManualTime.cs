namespace AmrCollector.Tests.Support;

/// <summary>A clock that moves only when told; timers fire in due order inside <see cref="Advance"/>. Safe from any thread.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = start;
    private long _ticks = start.UtcTicks;

    /// <summary>A clock that stands at 2026-11-21 16:00 UTC, midnight in Shanghai.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 21, 16, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait to fire.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _timers.Count(timer => timer.Due != long.MaxValue);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _wall;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _ticks;
    }

    /// <summary>A deadline so far from now.</summary>
    public long After(TimeSpan wait) => GetTimestamp() + wait.Ticks;

    /// <summary>Steps the wall clock as an operator or NTP would; timestamps and timers do not move.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_gate) _wall += by;
    }

    public void Advance(TimeSpan by)
    {
        long until;
        lock (_gate) until = _ticks + by.Ticks;
        while (NextDue(until) is { } next) next.Fire();
        lock (_gate) MoveTo_NeedsLock(Math.Max(until, _ticks));
    }

    /// <summary>Moves to the next timer and fires it; false when none waits.</summary>
    public bool AdvanceToNext()
    {
        long due;
        lock (_gate)
        {
            due = _timers.Select(timer => timer.Due).DefaultIfEmpty(long.MaxValue).Min();
            if (due == long.MaxValue) return false;
            due -= _ticks;
        }

        Advance(TimeSpan.FromTicks(Math.Max(0, due)));
        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    private ManualTimer? NextDue(long until)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is not null) MoveTo_NeedsLock(Math.Max(next.Due, _ticks));
            next?.Rearm_NeedsLock();
            return next;
        }
    }

    private void MoveTo_NeedsLock(long ticks)
    {
        _wall += TimeSpan.FromTicks(ticks - _ticks);
        _ticks = ticks;
    }

    private sealed class ManualTimer(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = long.MaxValue;

        public void Rearm_NeedsLock() => Due = _period > TimeSpan.Zero ? Due + _period.Ticks : long.MaxValue;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime < TimeSpan.Zero ? long.MaxValue : clock._ticks + dueTime.Ticks;
                _period = period;
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
