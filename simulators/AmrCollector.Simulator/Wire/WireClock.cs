using System.Diagnostics;

namespace AmrCollector.Simulator.Wire;

/// <summary>Blocks until an instant of the monotonic clock, to a fraction of a millisecond where the system can.</summary>
internal static class WireClock
{
    /// <summary>True when <paramref name="time"/> runs on the system's own monotonic clock and may be waited for on a thread.</summary>
    internal static bool IsReal(TimeProvider time) =>
        time.TimestampFrequency == Stopwatch.Frequency && Math.Abs(time.GetTimestamp() - Stopwatch.GetTimestamp()) < Stopwatch.Frequency;

    /// <summary>Returns at or just after <paramref name="timestamp"/> (a <see cref="Stopwatch"/> value).</summary>
    internal static void WaitUntil(long timestamp)
    {
        if (OperatingSystem.IsLinux())
        {
            var (seconds, nanoseconds) = Math.DivRem(timestamp, Stopwatch.Frequency);
            var until = new LibC.TimeSpec { Seconds = (nint)seconds, Nanoseconds = (nint)(nanoseconds * (1_000_000_000 / Stopwatch.Frequency)) };
            while (Stopwatch.GetTimestamp() < timestamp) _ = LibC.SleepUntil(LibC.ClockMonotonic, LibC.AbsoluteTime, in until, 0);
            return;
        }

        // Elsewhere a wait is as coarse as the system's tick of 15.6 ms, so the rest is spun away.
        while (Stopwatch.GetTimestamp() < timestamp)
        {
            var milliseconds = (timestamp - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
            if (milliseconds > 16) Thread.CurrentThread.Join((int)milliseconds - 16);
            else Thread.SpinWait(50);
        }
    }
}
