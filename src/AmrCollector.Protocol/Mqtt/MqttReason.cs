namespace AmrCollector.Protocol.Mqtt;

/// <summary>Reason codes in words (MQTT 3.1.1, 3.2.2.3; MQTT 5, 2.4).</summary>
public static class MqttReason
{
    /// <summary>From here on a code is a refusal.</summary>
    public const byte FirstFailure = 0x80;

    /// <summary>The broker does not speak the version that was asked for, in MQTT 5's numbers.</summary>
    public const byte UnsupportedVersion = 0x84;

    /// <summary>The same in 3.1.1's numbers.</summary>
    public const byte UnacceptableLevel = 0x01;

    /// <summary>A code of a CONNACK in words.</summary>
    public static string OfConnack(byte code) => code switch
    {
        UnacceptableLevel => "it does not speak this version of MQTT",
        0x02 => "it does not accept the client id",
        0x03 => "it is not available now",
        0x04 => "user name or password is wrong",
        0x05 => "this client is not authorised",
        _ => Of(code),
    };

    /// <summary>A code of any other packet in words.</summary>
    public static string Of(byte code) => code switch
    {
        0x00 => "normal end",
        0x80 => "unspecified error",
        0x81 => "malformed packet",
        0x82 => "protocol error",
        0x83 => "the broker's own reason",
        UnsupportedVersion => "it does not speak this version of MQTT",
        0x85 => "it does not accept the client id",
        0x86 => "user name or password is wrong",
        0x87 => "not authorised",
        0x88 => "it is not available now",
        0x89 => "it is busy",
        0x8A => "this client is banned",
        0x8B => "it is shutting down",
        0x8C => "bad authentication method",
        0x8D => "keep-alive ran out",
        0x8E => "another client took over the session; client ids must be unique",
        0x8F => "the topic filter is not valid",
        0x90 => "the topic name is not valid",
        0x93 => "more messages than the receive maximum",
        0x95 => "the packet is too large",
        0x97 => "quota exceeded",
        0x98 => "ended by its operator",
        0x99 => "the payload format is not valid",
        0x9A => "it keeps no retained messages",
        0x9B => "it does not support this QoS",
        0x9C or 0x9D => "another server is to be used",
        0x9E => "it does not support shared subscriptions",
        0x9F => "connection rate exceeded",
        0xA2 => "it does not support wildcards in filters",
        _ => $"reason code 0x{code:X2}",
    };
}
