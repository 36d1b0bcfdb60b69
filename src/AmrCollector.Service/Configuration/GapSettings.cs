namespace AmrCollector.Service.Configuration;

/// <summary>What is done about slots that stay empty.</summary>
internal sealed record GapSettings
{
    /// <summary>Age after which an open daily freeze is estimated; one that is lost for good is at once.</summary>
    public TimeSpan EstimateAfter { get; init; } = TimeSpan.FromHours(72);

    /// <summary>From one look for slots to estimate, and for days of profiles to close, to the next.</summary>
    public TimeSpan EstimateEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Exchanges an hour that recovery may take of each line's idle time; 0: all of it.</summary>
    public int RecoverPerHour { get; init; }
}
