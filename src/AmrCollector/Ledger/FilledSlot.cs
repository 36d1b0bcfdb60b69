namespace AmrCollector.Ledger;

/// <summary>An instant for which a register has at least one entry.</summary>
/// <param name="Instant">The time, UTC.</param>
/// <param name="InForce">False when all there is are rejects or replaced entries: asked, and no value had.</param>
public readonly record struct FilledSlot(DateTimeOffset Instant, bool InForce);
