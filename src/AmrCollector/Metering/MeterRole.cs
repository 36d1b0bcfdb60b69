namespace AmrCollector.Metering;

/// <summary>What a meter is for (design.md §6, column role).</summary>
public enum MeterRole
{
    /// <summary>Bills an account.</summary>
    Customer,

    /// <summary>Sums a transformer area.</summary>
    Area,

    /// <summary>Sums a feeder.</summary>
    Feeder,

    /// <summary>Checks another meter.</summary>
    Check,
}
