namespace AmrCollector.Ledger;

/// <summary>One life of a ledger: the entries after <paramref name="AfterSequence"/> up to the next epoch were written in it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Tag">12 random hex digits: two restores of one backup are two epochs.</param>
/// <param name="AfterSequence">The last sequence of the epoch before.</param>
/// <param name="OpenedAt">When it was opened, UTC.</param>
/// <param name="Reason">Why: "created", or what was restored.</param>
public sealed record Epoch(int Number, string Tag, long AfterSequence, DateTimeOffset OpenedAt, string Reason);
