namespace AmrCollector.Lines.Mqtt;

/// <summary>The broker refuses one message; the cause inside the <see cref="LineLostException"/> of a publication.</summary>
/// <param name="reason">Reason code of the acknowledgement (MQTT 5, 2.4).</param>
/// <param name="why">One sentence.</param>
public sealed class MqttRefusalException(byte reason, string why) : IOException(why)
{
    internal const byte PacketTooLarge = 0x95;
    private const byte TopicNameInvalid = 0x90;
    private const byte PayloadFormatInvalid = 0x99;

    /// <summary>Reason code of the acknowledgement.</summary>
    public byte Reason { get; } = reason;

    /// <summary>True when the same message will be refused again: its topic, its payload or its size is at fault.</summary>
    public bool IsContent => Reason is TopicNameInvalid or PayloadFormatInvalid or PacketTooLarge;
}
