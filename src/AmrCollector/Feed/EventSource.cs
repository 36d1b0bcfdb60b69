using AmrCollector.Events;
using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>Events for a sink, of the types it asked for; a page holds one type, because a push has one.</summary>
/// <param name="events">Where they are; owned by the caller.</param>
/// <param name="types">Which.</param>
public sealed class EventSource(EventStore events, IReadOnlySet<EventType> types) : IDeliverySource
{
    private EventFilter Wanted { get; } = types.Count == 1 ? new() { Type = types.Single() } : EventFilter.All;

    /// <summary>A new sink begins with what happens from now on.</summary>
    public FeedCursor Beginning => EventPage.CursorAfter(events.Id, events.Last);

    /// <inheritdoc/>
    public FeedAnswer.Gone? Locate(FeedCursor cursor) => cursor.Ledger == events.Id
        ? null
        : new("The event log was made anew: what the old one held is not known here.", EventPage.CursorAfter(events.Id, 0));

    /// <inheritdoc/>
    public LedgerHead HeadAt(long sequence) => new(sequence, "");

    /// <inheritdoc/>
    public Task WaitBeyondAsync(long sequence, CancellationToken cancellationToken) => events.WaitBeyondAsync(sequence, cancellationToken);

    /// <inheritdoc/>
    public DeliveryPage Read(long after, long last, int most)
    {
        var slice = events.ReadAfter(after, most, Wanted);
        List<CollectorEvent> same = [.. slice.Events.TakeWhile(one => one.Sequence <= last && one.Draft.Type == slice.Events[0].Draft.Type)];
        var end = same.Count == slice.Events.Count ? Math.Min(slice.End, last) : same.Count > 0 ? same[^1].Sequence : after;
        return new DeliveryPage.Happenings(new(events.Id, same, end, slice.Forgotten));
    }

    /// <inheritdoc/>
    public long Lag(long sequence) => events.Count(sequence, Wanted);

    /// <inheritdoc/>
    public DateTimeOffset? Oldest(long sequence) => events.ReadAfter(sequence, 1, Wanted).Events is [var first, ..] ? first.At : null;
}
