namespace AmrCollector.Metering;

/// <summary>What kind of number an entry is (vee.md 5.3). The order is storage format: append only.</summary>
public enum Origin
{
    /// <summary>The meter said it.</summary>
    Actual,

    /// <summary>An open-ended estimate.</summary>
    Estimated,

    /// <summary>A substitute bounded by actuals.</summary>
    Substituted,

    /// <summary>Changed by a person, with a reason.</summary>
    Edited,

    /// <summary>No value could be had.</summary>
    Missing,
}
