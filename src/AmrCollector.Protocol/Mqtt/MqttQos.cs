namespace AmrCollector.Protocol.Mqtt;

/// <summary>Quality of service of a delivery.</summary>
public enum MqttQos : byte
{
    /// <summary>At most once.</summary>
    AtMostOnce,

    /// <summary>At least once.</summary>
    AtLeastOnce,

    /// <summary>Exactly once between client and broker.</summary>
    ExactlyOnce,
}
