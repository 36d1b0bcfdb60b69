using AmrCollector.Protocol;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>
/// The receiving half of a session: hands messages over, tells duplicates, and lets acknowledgements out in the order in which the
/// messages arrived. The connection's loop calls it; only <see cref="LetGo"/> may come from elsewhere.
/// </summary>
internal sealed class MqttInbox(MqttOptions options, MqttSubscriptions subscriptions, MqttWake wake)
{
    private const int KeptOfCut = 4096;

    private readonly Queue<MqttMessage> _order = new();
    private readonly Dictionary<ushort, MqttMessage> _unacknowledged = [];
    private readonly HashSet<ushort> _received = [];
    private int _held;
    private long _heldBytes;
    private long _arrived;
    private long _unclaimed;

    /// <summary>Messages handed over since the start.</summary>
    public long Arrived => Interlocked.Read(ref _arrived);

    /// <summary>Messages nobody here subscribed to, left from an earlier configuration.</summary>
    public long Unclaimed => Interlocked.Read(ref _unclaimed);

    /// <summary>Messages handed over and not let go of.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>True while no more may be taken: the broker must wait.</summary>
    public bool IsFull => Held >= options.ReceiveMaximum || _order.Count >= options.ReceiveMaximum || Interlocked.Read(ref _heldBytes) >= options.MostHeldBytes;

    /// <summary>A connection begins: nothing of an earlier one is acknowledged on it unless the broker delivers it again.</summary>
    public void Begin(bool sessionPresent)
    {
        foreach (var message in _order) message.IsQueued = false;
        _order.Clear();
        if (sessionPresent) return;
        _unacknowledged.Clear();
        _received.Clear();
    }

    /// <summary>A message came in; <paramref name="cutBytes"/> more of its payload were or will be thrown away.</summary>
    public void Take(in MqttPublish publish, int cutBytes, MqttWriter writer)
    {
        if (publish.Qos == MqttQos.ExactlyOnce && _received.Contains(publish.PacketId))
        {
            writer.Ack(MqttPacketKind.Pubrec, publish.PacketId); // it has it, and did not hear so
            return;
        }

        if (publish.Duplicate && IsInHand(publish, cutBytes, out var before))
        {
            if (before.IsQueued) return;
            before.IsQueued = true;
            _order.Enqueue(before);
            return;
        }

        HandOver(publish, cutBytes);
    }

    /// <summary>The broker lets go of a QoS 2 message.</summary>
    public void Release(ushort packetId, MqttWriter writer)
    {
        _received.Remove(packetId);
        writer.Ack(MqttPacketKind.Pubcomp, packetId);
    }

    /// <summary>Writes the acknowledgements that may leave now.</summary>
    public void WriteOut(MqttWriter writer)
    {
        while (_order.TryPeek(out var first) && first.IsSettled)
        {
            _order.Dequeue().IsQueued = false;
            _unacknowledged.Remove(first.PacketId);
            if (first.Qos == MqttQos.ExactlyOnce) _received.Add(first.PacketId);
            writer.Ack(first.Qos == MqttQos.ExactlyOnce ? MqttPacketKind.Pubrec : MqttPacketKind.Puback, first.PacketId);
        }
    }

    /// <summary>Every receiver has let go of <paramref name="message"/>. Any thread.</summary>
    public void LetGo(MqttMessage message)
    {
        Interlocked.Decrement(ref _held);
        Interlocked.Add(ref _heldBytes, -message.Payload.Length);
        wake.Ring();
    }

    /// <summary>Delivered again while its first delivery is still in somebody's hands: the same id, marked as a repeat, and the same content.</summary>
    private bool IsInHand(in MqttPublish publish, int cutBytes, out MqttMessage before) =>
        _unacknowledged.TryGetValue(publish.PacketId, out before!) && before.Qos == publish.Qos && before.Topic == publish.Topic
        && before.PayloadLength == publish.Payload.Length + cutBytes && publish.Payload.StartsWith(before.Payload.Span);

    private void HandOver(in MqttPublish publish, int cutBytes)
    {
        var receivers = subscriptions.ReceiversOf(publish.Topic);
        MqttMessage message = new(this, publish, publish.Payload.Length + cutBytes, cutBytes > 0 ? KeptOfCut : int.MaxValue, receivers.Count);
        if (message.Qos != MqttQos.AtMostOnce)
        {
            message.IsQueued = true;
            _order.Enqueue(message);
            _unacknowledged[message.PacketId] = message;
        }

        Interlocked.Increment(ref _arrived);
        if (receivers.Count == 0)
        {
            Interlocked.Increment(ref _unclaimed);
            return;
        }

        Interlocked.Increment(ref _held);
        Interlocked.Add(ref _heldBytes, message.Payload.Length);
        foreach (var receiver in receivers) receiver.Receive(message);
    }
}
