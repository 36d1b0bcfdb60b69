namespace AmrCollector.Ledger;

/// <summary>A stretch of the ledger in commit order.</summary>
/// <param name="Entries">The entries the filter wants, oldest first.</param>
/// <param name="End">The chain's state at the last entry that was looked at: go on from its sequence.</param>
/// <param name="Full">True when it ends because the limit was reached, false when it ends at the head.</param>
public sealed record EntrySlice(IReadOnlyList<Entry> Entries, LedgerHead End, bool Full);
