namespace AmrCollector.Metering;

/// <summary>What time a meter's clock keeps (design.md §3).</summary>
public enum MeterClock
{
    /// <summary>The zone's standard time, all year.</summary>
    Standard,

    /// <summary>The zone's local time, daylight saving included.</summary>
    Local,

    /// <summary>UTC.</summary>
    Utc,
}
