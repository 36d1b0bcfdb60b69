namespace AmrCollector.Feed.Webhooks;

/// <summary>One signed push consumer.</summary>
public sealed record WebhookOptions
{
    /// <summary>Where to post; https, or http on a trusted network.</summary>
    public required Uri Url { get; init; }

    /// <summary>The most entries of one push.</summary>
    public int MostEntries { get; init; } = 500;

    /// <summary>The largest body in bytes; a single entry may exceed it.</summary>
    public int MostBytes { get; init; } = 256_000;

    /// <summary>How long the consumer may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
