namespace AmrCollector.Protocol.Mqtt;

/// <summary>The broker's answer to CONNECT (MQTT 3.1.1, 3.2; MQTT 5, 3.2).</summary>
public sealed record MqttConnack
{
    /// <summary>True when the broker had the session still.</summary>
    public required bool SessionPresent { get; init; }

    /// <summary>0 when accepted; of MQTT 5, or of 3.1.1 (1 to 5), as the connection's version has it.</summary>
    public required byte Reason { get; init; }

    /// <summary>Why, in the broker's words.</summary>
    public string? ReasonString { get; init; }

    /// <summary>Keep-alive in seconds the broker wants instead of ours.</summary>
    public ushort? ServerKeepAlive { get; init; }

    /// <summary>The most unacknowledged QoS 1 and 2 messages it takes.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>The largest packet it takes.</summary>
    public uint MaximumPacketSize { get; init; } = uint.MaxValue;

    /// <summary>The highest QoS it takes.</summary>
    public MqttQos MaximumQos { get; init; } = MqttQos.ExactlyOnce;

    /// <summary>Seconds the broker keeps the session while we are away; null when it takes what we asked for.</summary>
    public uint? SessionExpiry { get; init; }

    /// <summary>It keeps retained messages.</summary>
    public bool RetainAvailable { get; init; } = true;

    /// <summary>It knows wildcards in filters.</summary>
    public bool WildcardAvailable { get; init; } = true;

    /// <summary>It knows shared subscriptions.</summary>
    public bool SharedAvailable { get; init; } = true;

    /// <summary>Reads the body; false when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, MqttVersion version, out MqttConnack? connack)
    {
        MqttReader reader = new(body);
        var flags = reader.Byte();
        var reason = reader.Byte();
        // A broker that knows no MQTT 5 answers in the form of 3.1.1: two bytes.
        var properties = version == MqttVersion.V5 && !reader.Left.IsEmpty ? MqttProperties.Read(ref reader, MqttPacketKind.Connack) : default;
        connack = null;
        if (!reader.IsWhole || flags > 1 || (flags == 1 && reason != 0)) return false;
        connack = new()
        {
            SessionPresent = flags == 1,
            Reason = reason,
            ReasonString = properties.Text(MqttProperty.ReasonString),
            ServerKeepAlive = (ushort?)properties.Number(MqttProperty.ServerKeepAlive),
            ReceiveMaximum = (ushort)(properties.Number(MqttProperty.ReceiveMaximum) ?? ushort.MaxValue),
            MaximumPacketSize = properties.Number(MqttProperty.MaximumPacketSize) ?? uint.MaxValue,
            SessionExpiry = properties.Number(MqttProperty.SessionExpiry),
            RetainAvailable = properties.Number(MqttProperty.RetainAvailable) != 0,
            WildcardAvailable = properties.Number(MqttProperty.WildcardSubscriptionAvailable) != 0,
            SharedAvailable = properties.Number(MqttProperty.SharedSubscriptionAvailable) != 0,
            MaximumQos = (MqttQos)(properties.Number(MqttProperty.MaximumQos) ?? (uint)MqttQos.ExactlyOnce),
        };
        return true;
    }
}
