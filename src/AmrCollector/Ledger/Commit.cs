namespace AmrCollector.Ledger;

/// <summary>What one transaction stored. All of it is on disk.</summary>
/// <param name="Entries">The entries, in the order of their drafts.</param>
/// <param name="Quarantined">Drafts whose content the ledger refuses, kept aside with the reason.</param>
public sealed record Commit(IReadOnlyList<Entry> Entries, IReadOnlyList<QuarantinedDraft> Quarantined)
{
    /// <summary>Nothing to store, nothing stored.</summary>
    public static Commit Empty { get; } = new([], []);
}
