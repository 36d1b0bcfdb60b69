namespace AmrCollector.Billing;

/// <summary>Which read bills a reading day: the first of these that exists (vee.md 9). The numbers are storage and wire format.</summary>
public enum BillingBranch
{
    /// <summary>None: the read was withdrawn.</summary>
    None,

    /// <summary>(1) The meter's settlement-day freeze of the day's 00:00.</summary>
    Settlement,

    /// <summary>(2) The daily freeze of the day.</summary>
    DailyFreeze,

    /// <summary>(3) A load-curve register within 15 minutes of 00:00.</summary>
    LoadCurve,

    /// <summary>(4) A straight line between the freezes of the day before and the day after.</summary>
    Interpolated,

    /// <summary>(5) The nearest actual within two days, billed to its own timestamp.</summary>
    NearestActual,

    /// <summary>(6) An estimate by vee.md 5.</summary>
    Estimate,

    /// <summary>The register a work order says: the old device's at an exchange.</summary>
    WorkOrder,
}
