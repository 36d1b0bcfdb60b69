namespace AmrCollector.Ledger;

/// <summary>A draft that became no entry.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Reason">Why, one sentence.</param>
public sealed record QuarantinedDraft(EntryDraft Draft, string Reason);
