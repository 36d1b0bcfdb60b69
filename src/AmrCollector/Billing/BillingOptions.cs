namespace AmrCollector.Billing;

/// <summary>When billing reads are issued, and when a day is complete.</summary>
public sealed record BillingOptions
{
    /// <summary>Days of the month of accounts whose row of the meter list names none.</summary>
    public IReadOnlyList<int> ReadingDays { get; init; } = [1];

    /// <summary>True when the last reading day of a month closes the cycle and the others are instalments; else the first does.</summary>
    public bool ClosesWithLast { get; init; }

    /// <summary>From the due instant until the best actual of it is taken (branches 1 to 3): lines and retries need their time.</summary>
    public TimeSpan IssueAfter { get; init; } = TimeSpan.FromHours(8);

    /// <summary>From the due instant until something else stands in for it (branches 4 to 6); at least two days.</summary>
    public TimeSpan EstimateAfter { get; init; } = TimeSpan.FromHours(72);

    /// <summary>The least share of due reads that are actual, for a complete day.</summary>
    public decimal LeastActual { get; init; } = 0.95m;

    /// <summary>The largest share of due reads that are held, for a complete day.</summary>
    public decimal MostHeld { get; init; } = 0.01m;

    /// <summary>The largest share of due reads that are missing, for a complete day.</summary>
    public decimal MostMissing { get; init; }
}
