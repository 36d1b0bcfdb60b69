namespace AmrCollector.Lines.Mqtt;

/// <summary>What a broker did when it was tried with a session that was away.</summary>
public sealed record BrokerTrial
{
    /// <summary>What it granted.</summary>
    public required MqttGrant Grant { get; init; }

    /// <summary>The name it gives itself under <c>$SYS/broker/version</c>; null when it gives none.</summary>
    public string? Program { get; init; }

    /// <summary>True when it still had the session of a client that had left and come back.</summary>
    public bool KeptSession { get; init; }

    /// <summary>Messages for the session that it acknowledged to their sender.</summary>
    public int Sent { get; init; }

    /// <summary>Of these, what the session's client got when it came back.</summary>
    public int Kept { get; init; }

    /// <summary>True when it granted a shared subscription.</summary>
    public bool Shares { get; init; }

    /// <summary>Why it could not be tried to the end; null when it could.</summary>
    public string? Obstacle { get; init; }
}
