namespace AmrCollector.Polling.Clocks;

/// <summary>Whether a step of the host's clock is believed. Pure.</summary>
public static class ClockStep
{
    /// <summary>
    /// True when more meters agree with the new time than with the old; where no meter agrees with either, when the clock as it was could not be trusted
    /// either, or the kernel calls its clock synchronised. <paramref name="offsets"/> are those of meters against the time before the step.
    /// </summary>
    public static bool IsBelieved(TimeSpan step, ClockTrust before, bool? isSynchronised, IReadOnlyCollection<TimeSpan> offsets)
    {
        var (old, now) = (offsets.Count(Agrees), offsets.Count(offset => Agrees(offset - step)));
        return old + now > 0 ? now > old : !before.IsTrusted || isSynchronised == true;
    }

    private static bool Agrees(TimeSpan offset) => offset.Duration() <= ClockTrust.Agreement;
}
