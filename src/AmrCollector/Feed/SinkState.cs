using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>Where a sink stands; stored before anything is tried, so a crash changes neither cursor nor ids.</summary>
/// <param name="Cursor">Everything up to here the consumer has taken, or it is quarantined.</param>
/// <param name="Head">The chain's state there.</param>
/// <param name="Careful">Up to this sequence something is refused: batches are halved until it is found; 0 for no such search.</param>
/// <param name="RefusedInRow">Entries quarantined since the consumer last took something.</param>
/// <param name="Disabled">Why nothing is sent any more, else null.</param>
public sealed record SinkState(FeedCursor Cursor, LedgerHead Head, long Careful, int RefusedInRow, string? Disabled);
