namespace AmrCollector.Protocol.Mqtt;

/// <summary>How a property is written, and in which packets it may stand.</summary>
internal readonly record struct MqttPropertyForm(MqttPropertyForm.Shape As, int Packets)
{
    private const int ReasonPackets =
        (1 << (int)MqttPacketKind.Connack) | (1 << (int)MqttPacketKind.Puback) | (1 << (int)MqttPacketKind.Pubrec) | (1 << (int)MqttPacketKind.Pubrel)
        | (1 << (int)MqttPacketKind.Pubcomp) | (1 << (int)MqttPacketKind.Suback) | (1 << (int)MqttPacketKind.Unsuback)
        | (1 << (int)MqttPacketKind.Disconnect) | (1 << (int)MqttPacketKind.Auth);

    private const int Publish = 1 << (int)MqttPacketKind.Publish;
    private const int Connack = 1 << (int)MqttPacketKind.Connack;
    private const int Auth = 1 << (int)MqttPacketKind.Auth;
    private const int Disconnect = 1 << (int)MqttPacketKind.Disconnect;

    public enum Shape
    {
        Unknown,
        Flag,
        Word,
        Long,
        VarInt,
        Text,
        Binary,
        Pair,
    }

    /// <summary>The form of a property a broker may send (MQTT 5, table 2-4); <see cref="Shape.Unknown"/> for every other byte.</summary>
    public static MqttPropertyForm Of(MqttProperty property) => property switch
    {
        MqttProperty.PayloadFormat => new(Shape.Flag, Publish),
        MqttProperty.MessageExpiry => new(Shape.Long, Publish),
        MqttProperty.ContentType or MqttProperty.ResponseTopic => new(Shape.Text, Publish),
        MqttProperty.CorrelationData => new(Shape.Binary, Publish),
        MqttProperty.SubscriptionIdentifier => new(Shape.VarInt, Publish),
        MqttProperty.TopicAlias => new(Shape.Word, Publish),
        MqttProperty.SessionExpiry => new(Shape.Long, Connack | Disconnect),
        MqttProperty.AssignedClientId or MqttProperty.ResponseInformation => new(Shape.Text, Connack),
        MqttProperty.ServerKeepAlive or MqttProperty.ReceiveMaximum or MqttProperty.TopicAliasMaximum => new(Shape.Word, Connack),
        MqttProperty.AuthenticationMethod => new(Shape.Text, Connack | Auth),
        MqttProperty.AuthenticationData => new(Shape.Binary, Connack | Auth),
        MqttProperty.ServerReference => new(Shape.Text, Connack | Disconnect),
        MqttProperty.ReasonString => new(Shape.Text, ReasonPackets),
        MqttProperty.MaximumQos or MqttProperty.RetainAvailable or MqttProperty.WildcardSubscriptionAvailable
            or MqttProperty.SubscriptionIdentifierAvailable or MqttProperty.SharedSubscriptionAvailable => new(Shape.Flag, Connack),
        MqttProperty.UserProperty => new(Shape.Pair, ReasonPackets | Publish),
        MqttProperty.MaximumPacketSize => new(Shape.Long, Connack),
        _ => default,
    };

    /// <summary>True when the property may stand in a packet of <paramref name="kind"/>.</summary>
    public bool FitsIn(MqttPacketKind kind) => (Packets & (1 << (int)kind)) != 0;
}
