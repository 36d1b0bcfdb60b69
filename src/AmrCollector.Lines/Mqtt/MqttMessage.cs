using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>
/// A message as it arrived. The broker counts it as delivered only after <see cref="Acknowledge"/>; until then it is delivered
/// again after every break of the connection.
/// </summary>
public sealed class MqttMessage
{
    private readonly MqttInbox _inbox;
    private int _owing;

    internal MqttMessage(MqttInbox inbox, in MqttPublish publish, int payloadLength, int mostKept, int receivers)
    {
        (_inbox, _owing) = (inbox, receivers);
        (Topic, Qos, Retain, Duplicate, PacketId) = (publish.Topic, publish.Qos, publish.Retain, publish.Duplicate, publish.PacketId);
        Payload = publish.Payload[..Math.Min(mostKept, publish.Payload.Length)].ToArray();
        PayloadLength = payloadLength;
    }

    /// <summary>Where it was published.</summary>
    public string Topic { get; }

    /// <summary>What was published; only the first 4 KiB of a message too large to be held.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>How long the payload was on the wire.</summary>
    public int PayloadLength { get; }

    /// <summary>True when <see cref="Payload"/> is not all of it.</summary>
    public bool IsCut => PayloadLength > Payload.Length;

    /// <summary>How surely it is delivered.</summary>
    public MqttQos Qos { get; }

    /// <summary>Kept by the broker from before the subscription.</summary>
    public bool Retain { get; }

    /// <summary>The broker says it may have been delivered before.</summary>
    public bool Duplicate { get; }

    internal ushort PacketId { get; }

    /// <summary>True while it waits in the row of this connection's acknowledgements; the connection's loop alone asks.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>True when every receiver has acknowledged.</summary>
    internal bool IsSettled => Volatile.Read(ref _owing) <= 0;

    /// <summary>
    /// Lets go of the message: once by each receiver, from any thread. The acknowledgement leaves when all messages that arrived before
    /// have been let go of too, and never when the connection it came on is gone: then the broker delivers it again.
    /// </summary>
    public void Acknowledge()
    {
        if (Interlocked.Decrement(ref _owing) == 0) _inbox.LetGo(this);
    }
}
