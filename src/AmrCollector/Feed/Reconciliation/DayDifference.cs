namespace AmrCollector.Feed.Reconciliation;

/// <summary>A day on which the books differ. Sums are exact decimals; a difference is yours minus ours.</summary>
/// <param name="Day">"2026-11-21".</param>
/// <param name="Item">OBIS code.</param>
/// <param name="Unit">Unit of the sums.</param>
/// <param name="YourCount">Entries the consumer booked.</param>
/// <param name="OurCount">Entries in force here.</param>
/// <param name="YourSum">What the consumer booked.</param>
/// <param name="OurSum">What is in force here.</param>
/// <param name="Difference">By how much.</param>
/// <param name="Entries">Which entries, when the consumer named its own; at most 1,000.</param>
public sealed record DayDifference(
    string Day, string Item, string Unit, long YourCount, long OurCount, string YourSum, string OurSum, string Difference, IReadOnlyList<EntryDifference> Entries);
