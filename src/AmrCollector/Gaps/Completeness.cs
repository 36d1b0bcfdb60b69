namespace AmrCollector.Gaps;

/// <summary>Exact counts of the slots of one group of meters.</summary>
public sealed record Completeness
{
    /// <summary>The local day; null when it is counted over several.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The line; null when it is counted over several.</summary>
    public string? Line { get; init; }

    /// <summary>The transformer area; null when it is counted over several.</summary>
    public string? Area { get; init; }

    /// <summary>The plan's word; null when it is counted over several.</summary>
    public string? Read { get; init; }

    /// <summary>Slots whose time has come.</summary>
    public long Expected { get; init; }

    /// <summary>Read when they were due.</summary>
    public long Have { get; init; }

    /// <summary>Fetched later from the meter's memory.</summary>
    public long Recovered { get; init; }

    /// <summary>An estimate stands in.</summary>
    public long Estimated { get; init; }

    /// <summary>Not to be had any more.</summary>
    public long Lost { get; init; }

    /// <summary>Still to be had: what is left.</summary>
    public long Open => Math.Max(0, Expected - Have - Recovered - Estimated - Lost);

    /// <summary>Share the meters told, 0..1 to four digits, rounded down so that 1 is all; null when nothing was expected.</summary>
    public decimal? Ratio => Expected == 0 ? null : Math.Floor((Have + Recovered) * 10000m / Expected) / 10000m;
}
