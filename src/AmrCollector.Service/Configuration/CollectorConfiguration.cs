using AmrCollector.Polling;

namespace AmrCollector.Service.Configuration;

/// <summary>A checked configuration folder.</summary>
public sealed record CollectorConfiguration
{
    /// <summary>What the collector runs on.</summary>
    public required CollectionSetup Setup { get; init; }

    /// <summary>Folder of everything the service writes: ledger, observations, log.</summary>
    public required string Folder { get; init; }

    /// <summary>API and status page.</summary>
    public required HttpSettings Http { get; init; }

    /// <summary>Where numbers and traces are sent; null: nowhere.</summary>
    public TelemetrySettings? Telemetry { get; init; }

    /// <summary>Who is delivered to.</summary>
    public IReadOnlyList<SinkSettings> Sinks { get; init; } = [];

    /// <summary>The folder it was read from.</summary>
    public string Place { get; init; } = "";

    /// <summary>What its parts say, in digests: by them a reload finds what has changed.</summary>
    public ConfigurationPrint Print { get; init; } = new();

    /// <summary>How patient the pollers are.</summary>
    public PollOptions Polling { get; init; } = new();
}
