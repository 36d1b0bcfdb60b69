using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>A page of the feed. A full page never changes: read again it is the same bytes.</summary>
public sealed record FeedPage
{
    /// <summary>Id of the ledger.</summary>
    public required string Ledger { get; init; }

    /// <summary>Its epochs, for the cursor of each entry.</summary>
    public required Epochs Epochs { get; init; }

    /// <summary>The entries, oldest first.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <summary>The chain's state at the page's end: <see cref="Next"/> goes on from there.</summary>
    public required LedgerHead Head { get; init; }

    /// <summary>True when it holds as many entries as were asked for.</summary>
    public required bool Full { get; init; }

    /// <summary>Where the next page begins.</summary>
    public FeedCursor Next => CursorAfter(Head.Sequence);

    /// <summary>The cursor of a consumer that has taken everything up to <paramref name="sequence"/>.</summary>
    public FeedCursor CursorAfter(long sequence) => new(Ledger, Epochs.TagOf(sequence), sequence);
}
