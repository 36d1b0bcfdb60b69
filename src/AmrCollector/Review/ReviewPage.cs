namespace AmrCollector.Review;

/// <summary>A page of the queue, oldest entry first.</summary>
/// <param name="Items">What waits.</param>
/// <param name="Next">The sequence after which the next page begins; null after the last.</param>
public sealed record ReviewPage(IReadOnlyList<ReviewItem> Items, long? Next);
