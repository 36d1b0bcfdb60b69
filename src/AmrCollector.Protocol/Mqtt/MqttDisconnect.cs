namespace AmrCollector.Protocol.Mqtt;

/// <summary>The broker ends the connection and says why; MQTT 5 only (3.14).</summary>
/// <param name="Reason">Reason code.</param>
/// <param name="ReasonString">Why, in the broker's words, or null.</param>
public sealed record MqttDisconnect(byte Reason, string? ReasonString)
{
    /// <summary>Reads the body; false when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MqttDisconnect? disconnect)
    {
        MqttReader reader = new(body);
        var reason = reader.Left.IsEmpty ? (byte)0 : reader.Byte();
        var properties = reader.Left.IsEmpty ? default : MqttProperties.Read(ref reader, MqttPacketKind.Disconnect);
        disconnect = reader.IsWhole ? new(reason, properties.Text(MqttProperty.ReasonString)) : null;
        return disconnect is not null;
    }
}
