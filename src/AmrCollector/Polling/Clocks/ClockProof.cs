using System.Globalization;

namespace AmrCollector.Polling.Clocks;

/// <summary>
/// Whether the time that the host shows can follow from the time when the collector ran last. One that lies before it, or days after it, is believed when a
/// meter confirms it, or when nobody contradicts it for a while: after a long absence it is right, after the failure of a battery it is years off.
/// At the first start it is believed until two meters tell the same other day, and none tells this one. Not safe from several threads.
/// </summary>
/// <param name="seen">When the collector ran last, by a clock that was believed; null: it never did.</param>
public sealed class ClockProof(DateTimeOffset? seen)
{
    /// <summary>An absence up to this needs no proof.</summary>
    public static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(3);

    /// <summary>An absence up to this is likelier than a meter whose date is wrong.</summary>
    public static readonly TimeSpan LikelyAbsence = TimeSpan.FromDays(31);

    /// <summary>So long a meter that may be asked is waited for, when the kernel calls its clock synchronised.</summary>
    public static readonly TimeSpan ShortPatience = TimeSpan.FromMinutes(10);

    /// <summary>And so long when it does not.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromHours(1);

    private static readonly DateTimeOffset NoClockBefore = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // of a meter that lost its time

    private bool _isGiven;

    /// <summary>True once it was given; it is never taken back.</summary>
    public bool IsGiven => _isGiven;

    /// <summary>True when meters contradicted the first start of all: what was begun at that day was begun at a wrong one.</summary>
    public bool WasFirstDayWrong { get; private set; }

    /// <summary>Why the time is not believed, a sentence without its stop; null when it is.</summary>
    /// <param name="now">The time as it is shown.</param>
    /// <param name="running">Since the start.</param>
    /// <param name="isSynchronised">What the kernel says of it, null where it says nothing.</param>
    /// <param name="offsets">Of meters measured since the start.</param>
    /// <param name="areMetersAsked">False: no meter can ever tell.</param>
    public string? Doubt(DateTimeOffset now, TimeSpan running, bool? isSynchronised, IReadOnlyCollection<TimeSpan> offsets, bool areMetersAsked)
    {
        if (_isGiven) return null;
        var agree = offsets.Count(offset => offset.Duration() <= ClockTrust.Agreement);
        if (seen is not { } last) return DoubtOfFirst(now, running, agree, offsets, areMetersAsked);
        var absent = now - last - running;
        var against = offsets.Count(offset => offset.Duration() >= ClockTrust.WrongDay && IsWithin(absent + offset, LikelyAbsence));
        var patience = isSynchronised == true ? areMetersAsked ? ShortPatience : TimeSpan.Zero : LongPatience;
        _isGiven = IsWithin(absent, LongestAbsence) || (agree > 0 && agree >= against) || (against == 0 && running >= patience);
        return _isGiven ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the host's clock is {Shown(absent.Duration())} {(absent < TimeSpan.Zero ? "before" : "after")} the time when the collector ran last ({last.UtcDateTime:yyyy-MM-dd HH:mm} UTC), and no meter confirms it");
    }

    private string? DoubtOfFirst(DateTimeOffset now, TimeSpan running, int agree, IReadOnlyCollection<TimeSpan> offsets, bool areMetersAsked)
    {
        var others = agree > 0 ? 0 : TellTheSame([.. offsets.Where(offset => offset.Duration() >= ClockTrust.WrongDay && offset >= NoClockBefore - now).Order()]);
        _isGiven = agree > 0 || (others < 2 && (!areMetersAsked || running >= ShortPatience));
        if (_isGiven || others < 2) return null;
        WasFirstDayWrong = true;
        return $"{others} of {offsets.Count} meters tell the same other day than the host's clock, and no meter confirms it";
    }

    /// <summary>The most that tell one time.</summary>
    private static int TellTheSame(TimeSpan[] rising)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < rising.Length; last++)
        {
            while (rising[last] - rising[first] > ClockTrust.Agreement) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static bool IsWithin(TimeSpan absent, TimeSpan most) => absent >= -ClockTrust.Agreement && absent <= most;

    private static string Shown(TimeSpan span) => span.TotalDays >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} d")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h");
}
