using System.Text;

namespace AmrCollector.Protocol.Mqtt;

/// <summary>What a client says when it connects (MQTT 5, 3.1). Not a record: its text form must never hold the password.</summary>
public sealed class MqttConnect
{
    private const byte CleanFlag = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillRetainFlag = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserFlag = 0x80;

    /// <summary>Which protocol.</summary>
    public required MqttVersion Version { get; init; }

    /// <summary>Name of the session.</summary>
    public required string ClientId { get; init; }

    /// <summary>Forget an earlier session.</summary>
    public bool Clean { get; init; }

    /// <summary>Seconds the session outlives the connection; MQTT 5 only, 3.1.1 keeps a session unless <see cref="Clean"/>.</summary>
    public uint SessionExpiry { get; init; }

    /// <summary>Longest silence in seconds, 0 for none.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>The most unacknowledged messages the broker may have on the way, from 1; MQTT 5 only.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>Published when the connection breaks; null for none.</summary>
    public MqttWill? Will { get; init; }

    /// <summary>User name, null for none.</summary>
    public string? User { get; init; }

    /// <summary>Password, null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Appends the packet.</summary>
    /// <exception cref="OverflowException">A text is longer than 65,535 bytes.</exception>
    public void Write(MqttBuffer buffer)
    {
        buffer.Byte((byte)MqttPacketKind.Connect << 4);
        var start = buffer.Begin();
        MqttText.Write("MQTT", buffer);
        buffer.Byte((byte)Version);
        buffer.Byte(Flags());
        buffer.Word(KeepAlive);
        if (Version == MqttVersion.V5) WriteProperties(buffer);
        MqttText.Write(ClientId, buffer);
        if (Will is not null)
        {
            if (Version == MqttVersion.V5) buffer.Byte(0);
            MqttText.Write(Will.Topic, buffer);
            buffer.Binary(Will.Payload.Span);
        }

        if (User is not null) MqttText.Write(User, buffer);
        if (Password is not null) buffer.Binary(Encoding.UTF8.GetBytes(Password));
        buffer.End(start);
    }

    /// <inheritdoc/>
    public override string ToString() => $"CONNECT {ClientId}";

    private byte Flags()
    {
        var flags = Clean ? CleanFlag : 0;
        if (Will is not null) flags |= WillFlag | ((byte)Will.Qos << 3) | (Will.Retain ? WillRetainFlag : 0);
        if (User is not null) flags |= UserFlag;
        if (Password is not null) flags |= PasswordFlag;
        return (byte)flags;
    }

    private void WriteProperties(MqttBuffer buffer)
    {
        var start = buffer.Begin();
        if (SessionExpiry > 0)
        {
            buffer.Byte((byte)MqttProperty.SessionExpiry);
            buffer.Long(SessionExpiry);
        }

        if (ReceiveMaximum < ushort.MaxValue)
        {
            buffer.Byte((byte)MqttProperty.ReceiveMaximum);
            buffer.Word(ReceiveMaximum);
        }

        buffer.End(start);
    }
}
