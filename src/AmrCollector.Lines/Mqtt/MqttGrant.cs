using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>What a broker granted when a connection began. In 3.1.1 it tells of the session only; the rest is what the standard leaves open.</summary>
public sealed record MqttGrant
{
    /// <summary>Which protocol is spoken.</summary>
    public required MqttVersion Version { get; init; }

    /// <summary>True when the broker had the session still.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>How long the broker keeps the session while we are away; null when it does not say, and 3.1.1 never does.</summary>
    public TimeSpan? SessionExpiry { get; init; }

    /// <summary>The most unacknowledged QoS 1 and 2 messages it takes from us.</summary>
    public int ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>The largest packet it takes from us, in bytes.</summary>
    public uint MaximumPacketSize { get; init; } = uint.MaxValue;

    /// <summary>The highest quality of service it takes from us.</summary>
    public MqttQos MaximumQos { get; init; } = MqttQos.ExactlyOnce;

    /// <summary>It keeps retained messages.</summary>
    public bool Retains { get; init; } = true;

    /// <summary>It knows wildcards in filters.</summary>
    public bool HasWildcards { get; init; } = true;

    /// <summary>It knows <c>$share</c>.</summary>
    public bool HasShared { get; init; } = true;

    /// <summary>The keep-alive it wants instead of ours; null when ours is good.</summary>
    public TimeSpan? KeepAlive { get; init; }

    internal static MqttGrant Of(MqttVersion version, MqttConnack connack) => new()
    {
        Version = version,
        SessionPresent = connack.SessionPresent,
        SessionExpiry = connack.SessionExpiry is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ReceiveMaximum = connack.ReceiveMaximum,
        MaximumPacketSize = connack.MaximumPacketSize,
        MaximumQos = connack.MaximumQos,
        Retains = connack.RetainAvailable,
        HasWildcards = connack.WildcardAvailable,
        HasShared = connack.SharedAvailable,
        KeepAlive = connack.ServerKeepAlive is { } wanted ? TimeSpan.FromSeconds(wanted) : null,
    };
}
