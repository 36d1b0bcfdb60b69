namespace AmrCollector.Metering;

/// <summary>Whether the account is supplied.</summary>
public enum MeterStatus
{
    /// <summary>Supplied.</summary>
    Active,

    /// <summary>Nobody lives there.</summary>
    Vacant,

    /// <summary>Cut off.</summary>
    Disconnected,

    /// <summary>The device is gone.</summary>
    Removed,
}
