namespace AmrCollector.Protocol.Mqtt;

/// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP (MQTT 5, 3.4 to 3.7).</summary>
/// <param name="PacketId">Which delivery.</param>
/// <param name="Reason">0 when all is well, from 0x80 a refusal; always 0 in 3.1.1.</param>
public readonly record struct MqttAck(ushort PacketId, byte Reason)
{
    /// <summary>Reads the body; false when it is none of <paramref name="kind"/>.</summary>
    public static bool TryRead(MqttPacketKind kind, ReadOnlySpan<byte> body, MqttVersion version, out MqttAck ack)
    {
        MqttReader reader = new(body);
        var id = reader.Identifier();
        byte reason = 0;
        if (version == MqttVersion.V5 && !reader.Left.IsEmpty) reason = reader.Byte(); // left out when 0 and without properties
        if (version == MqttVersion.V5 && !reader.Left.IsEmpty) MqttProperties.Read(ref reader, kind);
        ack = reader.IsWhole ? new(id, reason) : default;
        return reader.IsWhole;
    }
}
