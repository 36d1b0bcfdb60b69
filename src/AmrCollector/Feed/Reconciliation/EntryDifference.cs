namespace AmrCollector.Feed.Reconciliation;

/// <summary>An entry that is booked otherwise.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Kind">"missing" from the consumer's books, "extra" in them, or "changed".</param>
/// <param name="Yours">What the consumer booked; null when it is missing.</param>
/// <param name="Ours">What is in force here; null when nothing is.</param>
/// <param name="Why">What is known of it.</param>
public sealed record EntryDifference(string Id, string Kind, string? Yours, string? Ours, string Why);
