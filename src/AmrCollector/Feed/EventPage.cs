using System.Globalization;
using AmrCollector.Events;

namespace AmrCollector.Feed;

/// <summary>Events after a cursor.</summary>
/// <param name="Log">Id of the event log.</param>
/// <param name="Events">Oldest first.</param>
/// <param name="End">The place up to which was looked.</param>
/// <param name="Forgotten">True when the retention had dropped some of what the cursor had still to come.</param>
public sealed record EventPage(string Log, IReadOnlyList<CollectorEvent> Events, long End, bool Forgotten)
{
    // Sequences of events follow the clock and are never given twice: they need no epoch.
    private const string NoEpoch = "000000000000";

    /// <summary>Where the next page begins.</summary>
    public FeedCursor Next => CursorAfter(Log, End);

    /// <summary>The id of an event, the same wherever it is seen.</summary>
    public string IdOf(CollectorEvent one) => string.Create(CultureInfo.InvariantCulture, $"{Log}-{one.Sequence}");

    /// <summary>The cursor after <paramref name="sequence"/> in log <paramref name="log"/>.</summary>
    public static FeedCursor CursorAfter(string log, long sequence) => new(log, NoEpoch, sequence);
}
