namespace AmrCollector.Feed;

/// <summary>One push: which entries, and the id that every retry carries.</summary>
/// <param name="Id">The webhook-id.</param>
/// <param name="After">The sequence before its first entry.</param>
/// <param name="Last">The sequence of its last entry.</param>
/// <param name="MadeAt">The timestamp in its body.</param>
public sealed record PushBatch(string Id, long After, long Last, DateTimeOffset MadeAt);
