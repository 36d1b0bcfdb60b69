namespace AmrCollector.Ledger;

/// <summary>The outcome of checking a ledger from its first entry.</summary>
/// <param name="Ledger">Its id.</param>
/// <param name="Verified">Entries that are as they were committed, from the first.</param>
/// <param name="Head">The chain's state after them.</param>
/// <param name="Fault">The first fault, or null.</param>
public sealed record ChainReport(string Ledger, long Verified, LedgerHead Head, ChainFault? Fault);
