namespace AmrCollector.Feed.Reconciliation;

/// <summary>What a consumer booked of one item on one day.</summary>
/// <param name="Day">"2026-11-21".</param>
/// <param name="Item">OBIS code.</param>
/// <param name="Unit">Unit of the sum.</param>
/// <param name="Count">Entries booked.</param>
/// <param name="Sum">Sum of their consumption, an exact decimal; entries without one count as 0.</param>
/// <param name="Entries">Each of them, when differences are to be named entry by entry.</param>
public sealed record BookedDay(string? Day, string? Item, string? Unit, long? Count, string? Sum, IReadOnlyList<BookedEntry>? Entries);
