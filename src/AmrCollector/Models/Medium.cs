namespace AmrCollector.Models;

/// <summary>What is metered; the OBIS code's value group A (IEC 62056-61).</summary>
public enum Medium
{
    /// <summary>A = 1.</summary>
    Electricity,

    /// <summary>A = 5 or 6: heat and cold.</summary>
    Heat,

    /// <summary>A = 7.</summary>
    Gas,

    /// <summary>A = 8 or 9: cold and hot water.</summary>
    Water,
}
