namespace AmrCollector.Feed;

/// <summary>One consumer's way to take batches. Called by one sink, one batch at a time; keeps nothing that a crash must not lose.</summary>
public interface ISinkTarget : IDisposable
{
    /// <summary>Where it delivers, for people; without a secret.</summary>
    string Place { get; }

    /// <summary>How large a batch may be.</summary>
    BatchLimits Limits { get; }

    /// <summary>How many bytes <paramref name="page"/> takes in a batch made at <paramref name="at"/>; only asked when the limits name bytes.</summary>
    int SizeOf(DeliveryPage page, DateTimeOffset at) => 0;

    /// <summary>
    /// When a batch that is not full is closed, given since when its <paramref name="oldest"/> item waits; null: at once.
    /// </summary>
    DateTimeOffset? CloseAt(DateTimeOffset oldest) => null;

    /// <summary>
    /// Delivers all of it or reports why not; only cancellation and a disk that fails are exceptions. Called again with the same batch until it is
    /// taken: a consumer that saw it already must not be harmed.
    /// </summary>
    Task<DeliveryDecision> DeliverAsync(Delivery delivery, CancellationToken cancellationToken);
}
