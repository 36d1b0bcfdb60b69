namespace AmrCollector.Feed.Reconciliation;

/// <summary>One booked entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Value">The consumption that was booked, an exact decimal; null for none.</param>
public sealed record BookedEntry(string? Id, string? Value);
