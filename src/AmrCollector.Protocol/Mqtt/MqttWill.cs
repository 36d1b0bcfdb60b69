namespace AmrCollector.Protocol.Mqtt;

/// <summary>A message the broker publishes when the connection ends without a DISCONNECT.</summary>
/// <param name="Topic">Where.</param>
/// <param name="Payload">What, at most 65,535 bytes.</param>
/// <param name="Qos">How surely.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
public sealed record MqttWill(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain);
