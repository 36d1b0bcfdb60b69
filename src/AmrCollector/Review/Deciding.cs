using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Review;

/// <summary>Words about decisions.</summary>
public static class Deciding
{
    /// <summary>What became of <paramref name="entry"/> meanwhile: who decided what, or what replaced it.</summary>
    public static string Told(Entry entry, Entry later, Evidence evidence) => Told(entry, later, DecisionRecord.Of(evidence));

    /// <summary>The same, where the decision is known.</summary>
    public static string Told(Entry entry, Entry later, DecisionRecord? decision)
    {
        if (decision is not { } made)
            return $"{entry.Id} reads differently by now: {later.Id} replaced it ({later.Draft.Verdict.Why}) Look at that.";
        var what = made.Decision switch
        {
            Decision.Accept => "accepted it",
            Decision.Reject => "rejected it",
            _ => $"edited it to {made.After?.ToString(CultureInfo.InvariantCulture)}",
        };
        return $"{made.User} {what} {made.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {made.Reason}";
    }
}
