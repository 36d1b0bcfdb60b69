using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>A stretch of what a sink delivers.</summary>
public abstract record DeliveryPage
{
    private DeliveryPage()
    {
    }

    /// <summary>How many items.</summary>
    public abstract int Count { get; }

    /// <summary>The place of its last item; where it began when it is empty.</summary>
    public abstract long Last { get; }

    /// <summary>The cursor after it.</summary>
    public abstract FeedCursor Next { get; }

    /// <summary>The chain's state after it; with an empty hash where nothing is chained.</summary>
    public abstract LedgerHead Head { get; }

    /// <summary>Place and id of the first item.</summary>
    public abstract (long Sequence, string Id) First { get; }

    /// <summary>The first <paramref name="count"/> items of it, 1 to <see cref="Count"/>.</summary>
    public abstract DeliveryPage Cut(int count);

    /// <summary>Ledger entries.</summary>
    public sealed record Readings(FeedPage Page) : DeliveryPage
    {
        /// <inheritdoc/>
        public override int Count => Page.Entries.Count;

        /// <inheritdoc/>
        public override long Last => Page.Head.Sequence;

        /// <inheritdoc/>
        public override FeedCursor Next => Page.Next;

        /// <inheritdoc/>
        public override LedgerHead Head => Page.Head;

        /// <inheritdoc/>
        public override (long Sequence, string Id) First => (Page.Entries[0].Sequence, Page.Entries[0].Id);

        /// <inheritdoc/>
        public override DeliveryPage Cut(int count) => count == Count
            ? this
            : new Readings(Page with { Entries = [.. Page.Entries.Take(count)], Head = new(Page.Entries[count - 1].Sequence, Page.Entries[count - 1].Hash) });
    }

    /// <summary>Events of one type.</summary>
    public sealed record Happenings(EventPage Page) : DeliveryPage
    {
        /// <inheritdoc/>
        public override int Count => Page.Events.Count;

        /// <inheritdoc/>
        public override long Last => Page.End;

        /// <inheritdoc/>
        public override FeedCursor Next => Page.Next;

        /// <inheritdoc/>
        public override LedgerHead Head => new(Page.End, "");

        /// <inheritdoc/>
        public override (long Sequence, string Id) First => (Page.Events[0].Sequence, Page.IdOf(Page.Events[0]));

        /// <inheritdoc/>
        public override DeliveryPage Cut(int count) =>
            count == Count ? this : new Happenings(Page with { Events = [.. Page.Events.Take(count)], End = Page.Events[count - 1].Sequence });
    }
}
