namespace AmrCollector.Feed.Reconciliation;

/// <summary>What is compared: a day of an item, by unit.</summary>
/// <param name="Day">"2026-11-21".</param>
/// <param name="Item">OBIS code.</param>
/// <param name="Unit">Symbol.</param>
internal readonly record struct DayKey(string Day, string Item, string Unit) : IComparable<DayKey>
{
    public int CompareTo(DayKey other)
    {
        var byDay = string.CompareOrdinal(Day, other.Day);
        if (byDay != 0) return byDay;
        var byItem = string.CompareOrdinal(Item, other.Item);
        return byItem != 0 ? byItem : string.CompareOrdinal(Unit, other.Unit);
    }
}
