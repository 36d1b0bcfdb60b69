namespace AmrCollector.Metering;

/// <summary>What is judged together: the registers of one meter, one instant, one source (design.md §3).</summary>
public sealed record RegisterSet
{
    /// <summary>The meter as the archive knew it when it was read.</summary>
    public required Meter Meter { get; init; }

    /// <summary>Where the values come from.</summary>
    public required Source Source { get; init; }

    /// <summary>The time the values hold for, UTC: a freeze's own date, or the moment of the reply.</summary>
    public required DateTimeOffset Instant { get; init; }

    /// <summary>When the reply was complete, by the collector's clock, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The meter's own clock when it was read, UTC; null when it was not asked.</summary>
    public DateTimeOffset? MeterTime { get; init; }

    /// <summary>False when the collector's own clock was not trusted then: nothing of it is judged late or early.</summary>
    public bool IsClockTrusted { get; init; } = true;

    /// <summary>The address the reply carried, as the protocol writes it; compared with the archive (V03).</summary>
    public required string RepliedFrom { get; init; }

    /// <summary>The values.</summary>
    public required IReadOnlyList<RegisterValue> Registers { get; init; }

    /// <summary>The bytes that prove them.</summary>
    public required Evidence Evidence { get; init; }
}
