namespace AmrCollector.Feed.Reconciliation;

/// <summary>
/// What a consumer posts back: how far it has come, and what it booked a day. It books an entry when the entry is neither held nor
/// rejected, for the local day of its instant; an entry that replaces another takes that one out of the books.
/// </summary>
/// <param name="Head">The newest head it was given, "sequence:hash". It, or <paramref name="Cursor"/>, must be there.</param>
/// <param name="Cursor">The newest cursor it was given.</param>
/// <param name="TimeZone">Zone of the days, a name of the IANA list; the site's when left out.</param>
/// <param name="From">First day, "2026-11-01": then a day of <paramref name="Items"/> it does not list is compared as nothing booked.</param>
/// <param name="To">Last day.</param>
/// <param name="Items">OBIS codes for <paramref name="From"/> and <paramref name="To"/>, besides those of <paramref name="Days"/>.</param>
/// <param name="Days">What it booked.</param>
public sealed record ReconciliationBody(
    string? Head, string? Cursor, string? TimeZone, string? From, string? To, IReadOnlyList<string>? Items, IReadOnlyList<BookedDay>? Days);
