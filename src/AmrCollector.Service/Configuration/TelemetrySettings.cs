namespace AmrCollector.Service.Configuration;

/// <summary>Where numbers and traces go by OTLP.</summary>
/// <param name="Endpoint">Address of the receiver, without the path of a signal.</param>
public sealed record TelemetrySettings(Uri Endpoint)
{
    /// <summary>gRPC; false: protobuf over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>From one export of numbers to the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Numbers are sent.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Share of exchanges, commits and deliveries that are sent as traces, 0 to 1.</summary>
    public double Traces { get; init; }

    /// <summary>What is sent with every request: "name=value,name=value". A secret, from a file.</summary>
    public string Headers { get; init; } = "";
}
