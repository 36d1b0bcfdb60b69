namespace AmrCollector.Metering;

/// <summary>Where a value comes from; part of an entry's key (design.md §3). The order is storage format: append only.</summary>
public enum Source
{
    /// <summary>The meter's own settlement-day register.</summary>
    Settlement,

    /// <summary>The meter's own daily freeze.</summary>
    DailyFreeze,

    /// <summary>Load profile.</summary>
    Profile,

    /// <summary>A register read at the moment of the exchange.</summary>
    Current,

    /// <summary>Pushed by a gateway.</summary>
    Report,

    /// <summary>Read by a person.</summary>
    Manual,

    /// <summary>Derived because no actual was to be had.</summary>
    Estimate,

    /// <summary>No value of a meter: who did what to the collector, and why. Never in the feed.</summary>
    Audit = 99,
}
