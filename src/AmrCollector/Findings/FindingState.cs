namespace AmrCollector.Findings;

/// <summary>Where a finding stands. The order is storage format: append only.</summary>
public enum FindingState
{
    /// <summary>Nobody has decided: what the meter says is held.</summary>
    Open,

    /// <summary>The list was right, or is right now: what was held is released.</summary>
    Accepted,

    /// <summary>The readings are of another meter: what was held is rejected, and so is what comes, until the finding is accepted.</summary>
    Rejected,
}
