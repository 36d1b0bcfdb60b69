namespace AmrCollector.Protocol.Mqtt;

/// <summary>Kind of a control packet (MQTT 5, 2.1.2).</summary>
public enum MqttPacketKind : byte
{
    /// <summary>The client asks for a session.</summary>
    Connect = 1,

    /// <summary>The broker's answer.</summary>
    Connack = 2,

    /// <summary>A message, in either direction.</summary>
    Publish = 3,

    /// <summary>A QoS 1 message has arrived.</summary>
    Puback = 4,

    /// <summary>A QoS 2 message has arrived.</summary>
    Pubrec = 5,

    /// <summary>The sender of a QoS 2 message lets go of it.</summary>
    Pubrel = 6,

    /// <summary>A QoS 2 delivery is over.</summary>
    Pubcomp = 7,

    /// <summary>The client asks for topics.</summary>
    Subscribe = 8,

    /// <summary>The broker's answer, one reason a filter.</summary>
    Suback = 9,

    /// <summary>The client lets go of topics.</summary>
    Unsubscribe = 10,

    /// <summary>The broker's answer.</summary>
    Unsuback = 11,

    /// <summary>The client asks whether the broker is there.</summary>
    Pingreq = 12,

    /// <summary>The broker is.</summary>
    Pingresp = 13,

    /// <summary>The end of a connection; from a broker only in MQTT 5.</summary>
    Disconnect = 14,

    /// <summary>Extended authentication, MQTT 5 only.</summary>
    Auth = 15,
}
