using System.Text;

namespace AmrCollector.Protocol.Mqtt;

/// <summary>A message on the wire (MQTT 5, 3.3). A view: valid while the bytes it was read from are.</summary>
public readonly ref struct MqttPublish
{
    private readonly ReadOnlySpan<byte> _topic;

    private MqttPublish(MqttHeader header, ReadOnlySpan<byte> topic, ushort id, MqttProperties properties, ReadOnlySpan<byte> payload)
    {
        _topic = topic;
        (Flags, PacketId) = (header.Flags, id);
        Properties = properties;
        Payload = payload;
    }

    /// <summary>Packet identifier, 0 at QoS 0.</summary>
    public ushort PacketId { get; }

    /// <summary>Properties; none in 3.1.1.</summary>
    public MqttProperties Properties { get; }

    /// <summary>The message, as far as it was given.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The topic as UTF-8.</summary>
    public ReadOnlySpan<byte> TopicBytes => _topic;

    /// <summary>The topic.</summary>
    public string Topic => Encoding.UTF8.GetString(_topic);

    /// <summary>How surely it is delivered.</summary>
    public MqttQos Qos => (MqttQos)((Flags >> 1) & 0x03);

    /// <summary>Sent before, perhaps.</summary>
    public bool Duplicate => (Flags & 0x08) != 0;

    /// <summary>Kept by the broker from before the subscription.</summary>
    public bool Retain => (Flags & 0x01) != 0;

    private byte Flags { get; }

    /// <summary>
    /// Reads a body, or the beginning of one that is too large to be held (then <see cref="Payload"/> is its beginning). False when it
    /// is no message of <paramref name="version"/>, its topic has a wildcard or is empty: topic aliases are never offered to a broker.
    /// </summary>
    public static bool TryRead(MqttHeader header, ReadOnlySpan<byte> body, MqttVersion version, out MqttPublish publish)
    {
        MqttReader reader = new(body);
        var topic = reader.Text();
        var id = (header.Flags & 0x06) != 0 ? reader.Identifier() : (ushort)0;
        var properties = version == MqttVersion.V5 ? MqttProperties.Read(ref reader, MqttPacketKind.Publish) : default;
        var isRight = !reader.IsBroken && !topic.IsEmpty && topic.IndexOfAny((byte)'+', (byte)'#') < 0 && properties.Number(MqttProperty.TopicAlias) is null;
        publish = isRight ? new(header, topic, id, properties, reader.Left) : default;
        return isRight;
    }
}
