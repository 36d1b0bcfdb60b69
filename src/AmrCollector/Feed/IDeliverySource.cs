using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>What a sink delivers, in one order that only grows: the ledger's entries, or events. Thread-safe.</summary>
public interface IDeliverySource
{
    /// <summary>Where a new sink begins.</summary>
    FeedCursor Beginning { get; }

    /// <summary>Null when what follows <paramref name="cursor"/> can be given, else what is wrong with it and where to go on.</summary>
    FeedAnswer.Gone? Locate(FeedCursor cursor);

    /// <summary>The chain's state at <paramref name="sequence"/>; with an empty hash where nothing is chained.</summary>
    LedgerHead HeadAt(long sequence);

    /// <summary>Completes once there is something after <paramref name="sequence"/>.</summary>
    Task WaitBeyondAsync(long sequence, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="most"/> items after <paramref name="after"/> and not beyond <paramref name="last"/> that may travel together.</summary>
    DeliveryPage Read(long after, long last, int most);

    /// <summary>How many items there are after <paramref name="sequence"/>.</summary>
    long Lag(long sequence);

    /// <summary>Since when the first item after <paramref name="sequence"/> waits; null when there is none.</summary>
    DateTimeOffset? Oldest(long sequence);
}
