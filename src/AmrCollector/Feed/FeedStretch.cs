using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>A page of the whole feed that is not read yet: where it begins and ends. A full one never changes.</summary>
/// <param name="Ledger">Id of the ledger.</param>
/// <param name="Epochs">Its epochs.</param>
/// <param name="After">The place before its first entry.</param>
/// <param name="End">The chain's state at its end.</param>
/// <param name="Full">True when it holds as many entries as were asked for.</param>
public sealed record FeedStretch(string Ledger, Epochs Epochs, long After, LedgerHead End, bool Full)
{
    /// <summary>Where the next page begins.</summary>
    public FeedCursor Next => new(Ledger, Epochs.TagOf(End.Sequence), End.Sequence);
}
