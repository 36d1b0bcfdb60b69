namespace AmrCollector.Protocol.Mqtt;

/// <summary>Appends the packets of a client other than CONNECT to a buffer.</summary>
/// <param name="buffer">Where.</param>
/// <param name="version">Of the connection.</param>
public readonly struct MqttWriter(MqttBuffer buffer, MqttVersion version)
{
    private const byte RetainedIfNew = 0x10; // MQTT 5, 3.8.3.1

    /// <summary>
    /// PUBLISH. <paramref name="topic"/> must be a name (<see cref="MqttTopic.IsName"/>), <paramref name="packetId"/> not 0 above QoS 0.
    /// <paramref name="expiry"/> seconds are told to a broker of MQTT 5; 0 for none.
    /// </summary>
    public void Publish(string topic, ReadOnlySpan<byte> payload, MqttQos qos, bool retain, bool duplicate, ushort packetId, uint expiry)
    {
        buffer.Byte((byte)(((byte)MqttPacketKind.Publish << 4) | (duplicate ? 0x08 : 0) | ((byte)qos << 1) | (retain ? 0x01 : 0)));
        var start = buffer.Begin();
        MqttText.Write(topic, buffer);
        if (qos != MqttQos.AtMostOnce) buffer.Word(packetId);
        if (version == MqttVersion.V5)
        {
            buffer.Byte(expiry > 0 ? (byte)5 : (byte)0);
            if (expiry > 0)
            {
                buffer.Byte((byte)MqttProperty.MessageExpiry);
                buffer.Long(expiry);
            }
        }

        buffer.Bytes(payload);
        buffer.End(start);
    }

    /// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP without anything to complain of.</summary>
    public void Ack(MqttPacketKind kind, ushort packetId)
    {
        buffer.Byte((byte)(((byte)kind << 4) | (kind == MqttPacketKind.Pubrel ? 0x02 : 0)));
        buffer.Byte(2);
        buffer.Word(packetId);
    }

    /// <summary>SUBSCRIBE to at least one filter. In MQTT 5 what the broker retains is asked for only by a subscription it did not have yet.</summary>
    public void Subscribe(ushort packetId, IReadOnlyList<(string Filter, MqttQos Qos)> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        var start = BeginRequest(MqttPacketKind.Subscribe, packetId);
        foreach (var (filter, qos) in filters)
        {
            MqttText.Write(filter, buffer);
            buffer.Byte((byte)((byte)qos | (version == MqttVersion.V5 ? RetainedIfNew : 0)));
        }

        buffer.End(start);
    }

    /// <summary>UNSUBSCRIBE from at least one filter.</summary>
    public void Unsubscribe(ushort packetId, IReadOnlyList<string> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        var start = BeginRequest(MqttPacketKind.Unsubscribe, packetId);
        foreach (var filter in filters) MqttText.Write(filter, buffer);
        buffer.End(start);
    }

    /// <summary>PINGREQ.</summary>
    public void Ping()
    {
        buffer.Byte((byte)MqttPacketKind.Pingreq << 4);
        buffer.Byte(0);
    }

    /// <summary>DISCONNECT: the normal end, in which no will is published.</summary>
    public void Disconnect()
    {
        buffer.Byte((byte)MqttPacketKind.Disconnect << 4);
        buffer.Byte(0);
    }

    private int BeginRequest(MqttPacketKind kind, ushort packetId)
    {
        buffer.Byte((byte)(((byte)kind << 4) | 0x02));
        var start = buffer.Begin();
        buffer.Word(packetId);
        if (version == MqttVersion.V5) buffer.Byte(0);
        return start;
    }
}
