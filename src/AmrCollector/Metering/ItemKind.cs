namespace AmrCollector.Metering;

/// <summary>How an item moves in time; it decides which rules apply (design.md §3).</summary>
public enum ItemKind
{
    /// <summary>An energy register: never falls but by rollover, reset or exchange.</summary>
    Cumulative,

    /// <summary>A maximum demand: may fall at its reset.</summary>
    Demand,

    /// <summary>A prepayment balance: goes both ways.</summary>
    Balance,

    /// <summary>A state or momentary value.</summary>
    State,

    /// <summary>The energy of intervals: what a load profile of a day is made of.</summary>
    Interval,
}
