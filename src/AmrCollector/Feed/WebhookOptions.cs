namespace AmrCollector.Feed;

/// <summary>One signed push consumer.</summary>
public sealed record WebhookOptions
{
    /// <summary>Its name in collector.json; its cursor is kept under it.</summary>
    public required string Name { get; init; }

    /// <summary>Where to post; https, or http on a trusted network.</summary>
    public required Uri Url { get; init; }

    /// <summary>The most entries of one push.</summary>
    public int MostEntries { get; init; } = 500;

    /// <summary>The largest body in bytes; a single entry may exceed it.</summary>
    public int MostBytes { get; init; } = 256_000;

    /// <summary>How long the consumer may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Waits between tries.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>So many entries refused in a row, and nothing taken between, mean the consumer is broken: the sink waits instead.</summary>
    public int MostRefusedInRow { get; init; } = 5;
}
