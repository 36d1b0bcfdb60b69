namespace AmrCollector.Events;

/// <summary>How much of the event log is kept; the oldest go first.</summary>
public sealed record EventRetention
{
    /// <summary>Nothing older, by a clock that is trusted.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Not more events than this; about 200 bytes each.</summary>
    public long Most { get; init; } = 1_000_000;
}
