namespace AmrCollector.Polling;

/// <summary>A value that was asked for and is not to be had.</summary>
/// <param name="Read">The plan's word it belongs to.</param>
/// <param name="Instant">The time it should hold for, UTC.</param>
/// <param name="Why">What the meter let know.</param>
public readonly record struct Miss(string Read, DateTimeOffset Instant, MissReason Why);
