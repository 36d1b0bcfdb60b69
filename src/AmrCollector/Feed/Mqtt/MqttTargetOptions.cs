namespace AmrCollector.Feed.Mqtt;

/// <summary>Where entries are published.</summary>
public sealed record MqttTargetOptions
{
    /// <summary>Name of the broker in the configuration.</summary>
    public required string Broker { get; init; }

    /// <summary>A topic; {site}, {meter}, {item}, {point}, {account} and {area} stand for the entry's own.</summary>
    public required string Topic { get; init; }

    /// <summary>The site's name.</summary>
    public required string Site { get; init; }

    /// <summary>The most messages of one batch.</summary>
    public int MostEntries { get; init; } = 500;

    /// <summary>How long acknowledgements may take before it counts as a failure.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
