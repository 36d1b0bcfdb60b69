namespace AmrCollector.Feed;

/// <summary>An entry that a consumer refused for good; the feed went on without it.</summary>
/// <param name="Sink">Name of the sink.</param>
/// <param name="Sequence">The entry.</param>
/// <param name="EntryId">Its id.</param>
/// <param name="Reason">What the consumer said.</param>
/// <param name="At">When, UTC.</param>
public sealed record RefusedEntry(string Sink, long Sequence, string EntryId, string Reason, DateTimeOffset At);
