namespace AmrCollector.Protocol.Mqtt;

/// <summary>Identifier of a property (MQTT 5, 2.2.2.2).</summary>
public enum MqttProperty : byte
{
    /// <summary>1 when the payload is UTF-8 text.</summary>
    PayloadFormat = 0x01,

    /// <summary>Seconds after which nobody wants the message.</summary>
    MessageExpiry = 0x02,

    /// <summary>What the payload is.</summary>
    ContentType = 0x03,

    /// <summary>Where an answer is expected.</summary>
    ResponseTopic = 0x08,

    /// <summary>What an answer must carry.</summary>
    CorrelationData = 0x09,

    /// <summary>Number of the subscription that matched.</summary>
    SubscriptionIdentifier = 0x0B,

    /// <summary>Seconds a session outlives its connection.</summary>
    SessionExpiry = 0x11,

    /// <summary>The client id the broker chose.</summary>
    AssignedClientId = 0x12,

    /// <summary>Seconds of keep-alive the broker wants.</summary>
    ServerKeepAlive = 0x13,

    /// <summary>Name of an extended authentication.</summary>
    AuthenticationMethod = 0x15,

    /// <summary>Bytes of an extended authentication.</summary>
    AuthenticationData = 0x16,

    /// <summary>Whether reasons may be told.</summary>
    RequestProblemInformation = 0x17,

    /// <summary>Seconds before a will is published.</summary>
    WillDelay = 0x18,

    /// <summary>Whether response information is wanted.</summary>
    RequestResponseInformation = 0x19,

    /// <summary>Base of response topics.</summary>
    ResponseInformation = 0x1A,

    /// <summary>Another broker to use.</summary>
    ServerReference = 0x1C,

    /// <summary>Why, in words.</summary>
    ReasonString = 0x1F,

    /// <summary>The most unacknowledged QoS 1 and 2 messages.</summary>
    ReceiveMaximum = 0x21,

    /// <summary>The highest topic alias.</summary>
    TopicAliasMaximum = 0x22,

    /// <summary>Number that stands for a topic.</summary>
    TopicAlias = 0x23,

    /// <summary>The highest QoS the broker takes.</summary>
    MaximumQos = 0x24,

    /// <summary>Whether the broker keeps retained messages.</summary>
    RetainAvailable = 0x25,

    /// <summary>A name and a value of the sender's own; may stand more than once.</summary>
    UserProperty = 0x26,

    /// <summary>The largest packet.</summary>
    MaximumPacketSize = 0x27,

    /// <summary>Whether filters may have wildcards.</summary>
    WildcardSubscriptionAvailable = 0x28,

    /// <summary>Whether subscriptions may be numbered.</summary>
    SubscriptionIdentifierAvailable = 0x29,

    /// <summary>Whether subscriptions may be shared.</summary>
    SharedSubscriptionAvailable = 0x2A,
}
