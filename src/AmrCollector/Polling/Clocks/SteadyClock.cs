namespace AmrCollector.Polling.Clocks;

/// <summary>
/// The host's clock as long as it runs on; one that is stepped is not followed until somebody confirms the step: until then time goes on from where
/// it was, by the monotonic counter (design.md §3: a stepped wall clock stalls nothing). Steps up to a minute are followed at once. Safe from any thread.
/// </summary>
/// <param name="host">The host's clock and counter.</param>
public sealed class SteadyClock(TimeProvider host) : TimeProvider
{
    private long _ahead = host.GetUtcNow().Ticks - Counter(host);

    /// <summary>A step up to this is followed at once.</summary>
    public static TimeSpan Followed => ClockTrust.Agreement;

    /// <summary>How far the host's clock is from this one, positive when it was set forward; zero while it is followed.</summary>
    public TimeSpan Step
    {
        get
        {
            var step = TimeSpan.FromTicks(host.GetUtcNow().Ticks - Counter(host) - Volatile.Read(ref _ahead));
            return step.Duration() > Followed ? step : TimeSpan.Zero;
        }
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => host.TimestampFrequency;

    /// <summary>Goes over to the host's clock as it is now; returns the step.</summary>
    public TimeSpan Accept()
    {
        var ahead = host.GetUtcNow().Ticks - Counter(host);
        return TimeSpan.FromTicks(ahead - Interlocked.Exchange(ref _ahead, ahead));
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var (now, counter, ahead) = (host.GetUtcNow(), Counter(host), Volatile.Read(ref _ahead));
        if (TimeSpan.FromTicks(now.Ticks - counter - ahead).Duration() > Followed) return new(counter + ahead, TimeSpan.Zero);
        Interlocked.CompareExchange(ref _ahead, now.Ticks - counter, ahead); // a clock that is slewed drifts away by little and little
        return now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => host.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => host.CreateTimer(callback, state, dueTime, period);

    private static long Counter(TimeProvider host) => host.GetElapsedTime(0, host.GetTimestamp()).Ticks;
}
