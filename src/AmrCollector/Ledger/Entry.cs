namespace AmrCollector.Ledger;

/// <summary>A committed reading: what the feed hands out and nothing ever changes.</summary>
/// <param name="Sequence">Position in commit order, from 1, without holes.</param>
/// <param name="Id">Unique for ever; the same on every retry of a push.</param>
/// <param name="Revision">1 for the first of its key, then counting.</param>
/// <param name="Draft">What was stored.</param>
/// <param name="Hash">SHA-256 over the entry, its evidence and the hash before it; lower-case hex.</param>
public sealed record Entry(long Sequence, string Id, int Revision, EntryDraft Draft, string Hash);
