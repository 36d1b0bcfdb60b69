using AmrCollector.Ledger;

namespace AmrCollector;

/// <summary>An entry that reads differently now.</summary>
/// <param name="Old">As it was.</param>
/// <param name="OldId">Its id; null while it is not committed.</param>
/// <param name="New">As it is to be; replaces the old one.</param>
internal sealed record Rejudged(EntryDraft Old, string? OldId, EntryDraft New);
