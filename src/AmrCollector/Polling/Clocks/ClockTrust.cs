namespace AmrCollector.Polling.Clocks;

/// <summary>Whether the collector's own clock can be believed. Pure.</summary>
/// <param name="IsTrusted">False: nothing is judged late or early by it.</param>
/// <param name="MaySet">False: no meter is set by it.</param>
/// <param name="Why">What is wrong, a sentence without its stop; empty when nothing is.</param>
public sealed record ClockTrust(bool IsTrusted, bool MaySet, string Why)
{
    /// <summary>Meters fewer than this outvote nobody.</summary>
    public const int Quorum = 5;

    /// <summary>An offset above this disagrees.</summary>
    public static readonly TimeSpan Agreement = TimeSpan.FromSeconds(60);

    /// <summary>An offset from this on is no drift and no zone: one of the two has the wrong date.</summary>
    public static readonly TimeSpan WrongDay = TimeSpan.FromDays(1);

    /// <summary>False: not even its date is believed. No day is closed or billed by it, and what has no time but the collector's is not stored. Only <see cref="ClockProof"/> doubts it: meters whose batteries are dead may be most of a site.</summary>
    public bool KnowsDay { get; init; } = true;

    /// <summary>All is well.</summary>
    public static ClockTrust Full { get; } = new(true, true, "");

    /// <summary>
    /// Judges. <paramref name="isSynchronised"/> is what the kernel says, null where it says nothing; <paramref name="offsets"/> are those of
    /// meters measured lately.
    /// </summary>
    public static ClockTrust Of(ClockSettings settings, bool? isSynchronised, IReadOnlyCollection<TimeSpan> offsets)
    {
        var disagree = offsets.Count(offset => offset.Duration() > Agreement);
        if (offsets.Count >= Quorum && 2 * disagree > offsets.Count)
            return new(false, false, $"{disagree} of {offsets.Count} meters disagree with the collector's clock by more than {Agreement.TotalSeconds:0} s");
        return isSynchronised == false
            ? new(!settings.TrustsKernelOnly, false, "the kernel does not call its clock synchronised: start chrony, systemd-timesyncd or ntpd")
            : Full;
    }
}
