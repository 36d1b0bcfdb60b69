using System.Globalization;

namespace AmrCollector.Benchmarks.Soak;

/// <summary>
/// A clock whose every second takes a part of one: wall time, counter and timers alike, so that plans, deadlines and turn-rounds keep their proportions.
/// Processes of one machine that are given the same <see cref="Text"/> have the same time.
/// </summary>
/// <param name="origin">Timestamp of the machine at which it began.</param>
/// <param name="began">What it showed then.</param>
/// <param name="speed">How many of its seconds go by in one.</param>
internal sealed class HurriedClock(long origin, DateTimeOffset began, int speed) : TimeProvider
{
    private const string Option = "--clock";
    private const uint Longest = uint.MaxValue - 1; // of the machine's timers, in ms

    /// <summary>One that begins now, at <paramref name="began"/>.</summary>
    internal static HurriedClock Begin(DateTimeOffset began, int speed) => new(System.GetTimestamp(), began, speed);

    /// <summary>The options that give another process this clock.</summary>
    internal IReadOnlyList<string> Text => [Option, string.Create(CultureInfo.InvariantCulture, $"{origin}/{began.UtcTicks}/{speed}")];

    /// <summary>The clock that <paramref name="options"/> ask for, or the machine's.</summary>
    internal static TimeProvider Of(IReadOnlyList<string> options)
    {
        var place = options.ToList().IndexOf(Option);
        if (place < 0) return System;
        var parts = options[place + 1].Split('/').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return new HurriedClock(parts[0], new(parts[1], TimeSpan.Zero), (int)parts[2]);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => began + GetElapsedTime(origin);

    /// <inheritdoc/>
    public override long GetTimestamp() => origin + ((System.GetTimestamp() - origin) * speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    /// <summary>What the machine takes for so much of it; never less than asked, in whole milliseconds where the machine has no finer ones.</summary>
    private TimeSpan Real(TimeSpan span)
    {
        if (span <= TimeSpan.Zero) return span; // at once, or never
        var real = Math.Ceiling((span / speed).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(real, Longest));
    }

    private sealed class Timer(ITimer real, HurriedClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => real.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => real.Dispose();

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}
