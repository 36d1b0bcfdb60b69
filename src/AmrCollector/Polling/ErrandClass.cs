namespace AmrCollector.Polling;

/// <summary>Who goes first on a bus, first one first. <see cref="Errands"/> says what the later ones are owed while the earlier ones fill it.</summary>
public enum ErrandClass
{
    /// <summary>A person waits.</summary>
    OnDemand,

    /// <summary>A billing read that is due: freezes and settlements.</summary>
    Billing,

    /// <summary>Load profile that is due.</summary>
    Profile,

    /// <summary>Event records that are due.</summary>
    Events,

    /// <summary>Other planned reads: status, clock, momentary values.</summary>
    Planned,

    /// <summary>History from the meters' memory, in idle bus time.</summary>
    Background,
}
