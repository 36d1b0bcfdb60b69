namespace AmrCollector.Gaps;

/// <summary>When the first reading of a slot came, by the site's clock. The order is storage format: append only.</summary>
public enum Arrival
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>In the first scheduled round: within an hour of the plan's time.</summary>
    FirstRound,

    /// <summary>By 08:00 of its day.</summary>
    ByCutOff,

    /// <summary>By the end of its day.</summary>
    SameDay,

    /// <summary>Less than two days after its day began.</summary>
    OnTime,

    /// <summary>Later.</summary>
    Late,
}
