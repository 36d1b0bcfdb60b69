namespace AmrCollector.Polling;

/// <summary>Who goes first on a bus, first one first.</summary>
public enum ErrandClass
{
    /// <summary>A person waits.</summary>
    OnDemand,

    /// <summary>A billing read that is due.</summary>
    Billing,

    /// <summary>Other planned reads.</summary>
    Planned,

    /// <summary>History from the meters' memory, in idle bus time.</summary>
    Background,
}
