namespace AmrCollector.Protocol.Mqtt;

/// <summary>SUBACK and UNSUBACK (MQTT 5, 3.9 and 3.11).</summary>
/// <param name="PacketId">Which request.</param>
/// <param name="Reasons">One a filter in the order of the request: the granted QoS, or from 0x80 a refusal. None in an UNSUBACK of 3.1.1.</param>
public sealed record MqttSuback(ushort PacketId, IReadOnlyList<byte> Reasons)
{
    /// <summary>Reads the body; false when it is none of <paramref name="kind"/>.</summary>
    public static bool TryRead(MqttPacketKind kind, ReadOnlySpan<byte> body, MqttVersion version, out MqttSuback? suback)
    {
        MqttReader reader = new(body);
        var id = reader.Identifier();
        if (version == MqttVersion.V5) MqttProperties.Read(ref reader, kind);
        var reasons = reader.Left;
        var needsReasons = kind == MqttPacketKind.Suback || version == MqttVersion.V5;
        suback = !reader.IsBroken && reasons.IsEmpty != needsReasons ? new(id, reasons.ToArray()) : null;
        return suback is not null;
    }
}
