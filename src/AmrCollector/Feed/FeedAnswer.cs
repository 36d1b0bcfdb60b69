namespace AmrCollector.Feed;

/// <summary>What comes of a <see cref="FeedQuery"/>.</summary>
public abstract record FeedAnswer
{
    private FeedAnswer()
    {
    }

    /// <summary>Entries, perhaps none yet.</summary>
    public sealed record Page(FeedPage Content) : FeedAnswer;

    /// <summary>A page of the whole feed, still to be read by <see cref="FeedReader.Write"/>.</summary>
    public sealed record Stretch(FeedStretch Content) : FeedAnswer;

    /// <summary>The query makes no sense: the sentence says which part.</summary>
    public sealed record Invalid(string Why) : FeedAnswer;

    /// <summary>
    /// The cursor does not belong to what this ledger holds: another ledger, or entries that a restored backup no longer has.
    /// </summary>
    /// <param name="Why">What happened and what the consumer should do.</param>
    /// <param name="Resume">The last place both sides agree on.</param>
    public sealed record Gone(string Why, FeedCursor Resume) : FeedAnswer;
}
