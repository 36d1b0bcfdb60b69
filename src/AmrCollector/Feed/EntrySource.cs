using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>The ledger's entries for a sink.</summary>
/// <param name="ledger">Where they are; owned by the caller.</param>
/// <param name="signal">Told after each commit.</param>
/// <param name="time">For waits.</param>
public sealed class EntrySource(LedgerReader ledger, CommitSignal signal, TimeProvider time) : IDeliverySource
{
    private readonly FeedReader _feed = new(ledger, signal, time);

    /// <inheritdoc/>
    public FeedCursor Beginning => new(ledger.Id, ledger.Epochs().TagOf(0), 0);

    /// <inheritdoc/>
    public FeedAnswer.Gone? Locate(FeedCursor cursor) => _feed.Locate(cursor);

    /// <inheritdoc/>
    public LedgerHead HeadAt(long sequence) => ledger.At(sequence) ?? new(sequence, "");

    /// <inheritdoc/>
    public Task WaitBeyondAsync(long sequence, CancellationToken cancellationToken) => signal.WaitBeyondAsync(sequence, cancellationToken);

    /// <inheritdoc/>
    public DeliveryPage Read(long after, long last, int most)
    {
        var page = _feed.Read(after, new() { Limit = (int)Math.Min(Math.Max(0, last - after), most) });
        if (page.Head.Sequence <= last) return new DeliveryPage.Readings(page);
        // Audit entries are passed over, so as many readings may reach beyond where a batch ended before.
        return new DeliveryPage.Readings(page with { Entries = [.. page.Entries.TakeWhile(entry => entry.Sequence <= last)], Head = HeadAt(last), Full = false });
    }

    /// <inheritdoc/>
    public long Lag(long sequence) => Math.Max(0, signal.Sequence - sequence);

    /// <inheritdoc/>
    public DateTimeOffset? Oldest(long sequence) => signal.Sequence > sequence ? ledger.Entry(sequence + 1)?.Draft.ReadAt : null;
}
