namespace AmrCollector.Review;

/// <summary>A decision on an entry that somebody, or something, has replaced already; the message says who and what. Nothing was stored.</summary>
/// <param name="why">One sentence.</param>
/// <param name="later">Id of what stands in its place; empty while that is not known.</param>
public sealed class ReviewConflictException(string why, string later) : Exception(why)
{
    /// <summary>Id of what stands in its place; empty while that is not known.</summary>
    public string Later { get; } = later;
}
