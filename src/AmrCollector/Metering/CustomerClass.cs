namespace AmrCollector.Metering;

/// <summary>Kind of customer (vee.md 4).</summary>
public enum CustomerClass
{
    /// <summary>A household.</summary>
    Residential,

    /// <summary>A shop or office.</summary>
    Commercial,

    /// <summary>A plant.</summary>
    Industrial,

    /// <summary>Lighting and other public supply.</summary>
    Public,
}
