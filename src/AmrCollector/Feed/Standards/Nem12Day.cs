using AmrCollector.Ledger;

namespace AmrCollector.Feed.Standards;

/// <summary>A day of the market's standard time, which always has 24 hours.</summary>
/// <param name="Date">The day.</param>
/// <param name="Of">An entry of it, for whose and what it is; the latest that was read.</param>
/// <param name="Step">Length of an interval.</param>
/// <param name="Slots">Its intervals; what no entry holds has the quality N.</param>
public sealed record Nem12Day(DateOnly Date, Entry Of, TimeSpan Step, IReadOnlyList<Nem12Slot> Slots);
