using AmrCollector.Metering;

namespace AmrCollector.Polling;

/// <summary>Register sets of one meter that are judged and stored together, oldest first (design.md §3, Backfill).</summary>
/// <param name="Meter">Whose.</param>
/// <param name="Sets">At least one, oldest first; at most seven days.</param>
public sealed record ReadingBlock(Meter Meter, IReadOnlyList<RegisterSet> Sets);
