namespace AmrCollector.Findings;

/// <summary>What of a meter differs from the list. The order is storage format: append only.</summary>
public enum FindingKind
{
    /// <summary>The meter's own number: most likely two meters are crossed.</summary>
    Number,

    /// <summary>Pulses a kWh.</summary>
    Constant,

    /// <summary>Current transformer ratio.</summary>
    CurrentRatio,

    /// <summary>Voltage transformer ratio.</summary>
    VoltageRatio,

    /// <summary>Days on which the meter closes a billing period.</summary>
    SettlementDays,

    /// <summary>How many tariffs the meter counts.</summary>
    Tariffs,
}
