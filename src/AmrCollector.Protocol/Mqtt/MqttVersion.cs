namespace AmrCollector.Protocol.Mqtt;

/// <summary>Version of the protocol; the value is the level a CONNECT carries (MQTT 3.1.1, 3.1.2.2; MQTT 5, 3.1.2.2).</summary>
public enum MqttVersion : byte
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.</summary>
    V5 = 5,
}
