using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Standards;

/// <summary>One register day by day as a market file wants it: what stands, is released, and holds for the end of a day; actuals before estimates.</summary>
/// <param name="reader">The ledger.</param>
/// <param name="leftOut">Told of readings that are held; null: nobody is.</param>
public sealed class DayRegisters(LedgerReader reader, LeftOut? leftOut = null)
{
    /// <summary>Why two readings may make no quantity.</summary>
    public const string NoQuantity = "between it and the reading before the register fell or its ratio changed, and the entry does not say what was used";

    private static readonly TimeSpan Window = TimeSpan.FromDays(3); // even with a reading every five minutes it is less than one question may bring

    /// <summary>Settlement and daily freezes, and estimates in their place, from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public IEnumerable<Entry> Of(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset to)
    {
        for (var begins = from; begins <= to; begins += Window)
        {
            var ends = begins + Window - TimeSpan.FromMilliseconds(1);
            var all = reader.StandingBetween(meter, item, begins, ends < to ? ends : to);
            foreach (var entry in all.Where(entry => entry.Draft is { Kind: ItemKind.Cumulative, Verdict.Held: true })) leftOut?.Add("readings of registers", "held, and nobody has released them");
            var standing = all.Where(IsGood);
            foreach (var instant in standing.GroupBy(entry => entry.Draft.Instant)) yield return instant.MinBy(entry => entry.Draft.Source)!;
        }
    }

    /// <summary>What was used between two of them, primary; null when it cannot be said.</summary>
    public static decimal? Between(Entry before, Entry after)
    {
        if (after.Draft.Verdict.Consumption is { } consumption && consumption.From == before.Draft.Instant) return consumption.Value;
        var difference = after.Draft.Value!.Value - before.Draft.Value!.Value;
        return difference >= 0 && before.Draft.Meter.Multiplier == after.Draft.Meter.Multiplier ? difference * after.Draft.Meter.Multiplier : null;
    }

    private static bool IsGood(Entry entry) =>
        entry.Draft is { Value: not null, Kind: ItemKind.Cumulative, Verdict.Held: false, Source: Source.Settlement or Source.DailyFreeze or Source.Estimate };
}
