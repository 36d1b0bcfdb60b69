namespace AmrCollector.Ledger;

/// <summary>What a consumer books of one entry.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Instant">The time it holds for.</param>
/// <param name="Unit">Symbol of the unit of <paramref name="Consumption"/>.</param>
/// <param name="Consumption">What was used; 0 where nothing can be derived.</param>
public readonly record struct BookedPoint(long Sequence, DateTimeOffset Instant, string Unit, decimal Consumption);
