using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>A message of ours on its way out.</summary>
/// <param name="Topic">Where.</param>
/// <param name="Payload">What.</param>
/// <param name="Qos">How surely.</param>
/// <param name="Retain">Whether the broker keeps it.</param>
/// <param name="Expiry">Seconds after which nobody wants it, 0 for never.</param>
internal sealed record MqttPublication(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain, uint Expiry)
{
    /// <summary>Ends with the delivery to the broker.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its identifier, 0 while it waits.</summary>
    public ushort PacketId { get; set; }

    /// <summary>True when the broker has it and only the release is missing (QoS 2).</summary>
    public bool IsReleased { get; set; }

    public void Write(MqttWriter writer, bool duplicate) => writer.Publish(Topic, Payload.Span, Qos, Retain, duplicate, PacketId, Expiry);
}
