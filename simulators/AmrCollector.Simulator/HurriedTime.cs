namespace AmrCollector.Simulator;

/// <summary>
/// A wall clock that begins in the past and runs so many times as fast, until it has caught up; from then on it shows the present. One that
/// begins in the present has nothing to catch up with and runs ahead for ever. Timestamps, timers and so the wires keep the time of
/// <paramref name="real"/>: a meter answers at its usual speed, only its life goes by faster.
/// </summary>
/// <param name="real">The clock it is made from.</param>
/// <param name="speed">How many times as fast, above 1.</param>
/// <param name="behind">How far in the past it begins; zero: in the present.</param>
internal sealed class HurriedTime(TimeProvider real, int speed, TimeSpan behind) : TimeProvider
{
    private readonly DateTimeOffset _start = real.GetUtcNow();

    /// <inheritdoc/>
    public override long TimestampFrequency => real.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    /// <summary>How long the real clock takes for so much of this one, from now on.</summary>
    public static TimeSpan Real(TimeProvider time, TimeSpan span) => time is HurriedTime hurried ? hurried.RealOf(span) : span;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var now = real.GetUtcNow();
        var shown = _start - behind + (speed * (now - _start));
        return behind > TimeSpan.Zero && shown > now ? now : shown;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => real.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, dueTime, period);

    private TimeSpan RealOf(TimeSpan span) => behind > TimeSpan.Zero && GetUtcNow() >= real.GetUtcNow() ? span : span / speed;
}
