namespace AmrCollector.Feed;

/// <summary>A sink at one moment, for the status page, readiness and metrics.</summary>
public sealed record FeedSinkReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it delivers, without a secret.</summary>
    public required string Place { get; init; }

    /// <summary>Everything up to here the consumer has taken, or it is quarantined.</summary>
    public required FeedCursor Cursor { get; init; }

    /// <summary>Items committed and not yet taken.</summary>
    public required long Lag { get; init; }

    /// <summary>Since when the oldest of these waits; null when there is none.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Items taken since the start of the process.</summary>
    public long Delivered { get; init; }

    /// <summary>Items quarantined since the start of the process.</summary>
    public long Refused { get; init; }

    /// <summary>Batches taken, failed and refused since the start of the process.</summary>
    public (long Taken, long Failed, long Refused) Batches { get; init; }

    /// <summary>Failed tries in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The alarm that stands, else null.</summary>
    public string? Trouble { get; init; }

    /// <summary>True when nothing is sent until a person says so.</summary>
    public bool Disabled { get; init; }
}
