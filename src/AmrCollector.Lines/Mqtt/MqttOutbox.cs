using System.Threading.Channels;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>
/// The sending half of a session: what waits, what is on the way, and what must be sent again on the next connection. Publishing may
/// come from any thread, all else from the connection's loop.
/// </summary>
internal sealed class MqttOutbox(MqttOptions options, MqttPacketIds ids, MqttWake wake)
{
    private const int MostWaiting = 1024;
    private const int MostWrittenAtOnce = 256 * 1024;

    private readonly Channel<MqttPublication> _sure = Channel.CreateBounded<MqttPublication>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Channel<MqttPublication> _unsure = Channel.CreateBounded<MqttPublication>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SortedDictionary<long, MqttPublication> _underWay = [];
    private readonly Dictionary<ushort, long> _numbers = [];
    private readonly List<MqttPublication> _leaving = [];
    private long _next;
    private int _quota;
    private uint _largest;
    private MqttQos _highest;

    /// <summary>Hands one over; waits while 1024 wait already.</summary>
    public async ValueTask AddAsync(MqttPublication publication, CancellationToken cancellationToken)
    {
        await (publication.Qos == MqttQos.AtMostOnce ? _unsure : _sure).Writer.WriteAsync(publication, cancellationToken);
        wake.Ring();
    }

    /// <summary>A connection begins: what the last one left open is sent again, in its order.</summary>
    public void Begin(MqttConnack connack, MqttWriter writer)
    {
        _quota = Math.Min(options.SendMaximum, connack.ReceiveMaximum);
        (_largest, _highest) = (connack.MaximumPacketSize, connack.MaximumQos);
        foreach (var publication in _underWay.Values)
        {
            if (!connack.SessionPresent) publication.IsReleased = false; // the broker has forgotten what it had
            if (publication.IsReleased) writer.Ack(MqttPacketKind.Pubrel, publication.PacketId);
            else publication.Write(writer, duplicate: connack.SessionPresent);
        }
    }

    /// <summary>Writes what may leave now.</summary>
    public void WriteOut(MqttWriter writer, MqttBuffer buffer)
    {
        while (buffer.Length < MostWrittenAtOnce && _unsure.Reader.TryRead(out var publication))
        {
            if (!CanLeave(publication)) continue;
            publication.Write(writer, duplicate: false);
            _leaving.Add(publication);
        }

        while (buffer.Length < MostWrittenAtOnce && _underWay.Count < _quota && _sure.Reader.TryRead(out var publication))
        {
            if (!CanLeave(publication)) continue;
            publication.PacketId = ids.Take();
            _numbers.Add(publication.PacketId, _next);
            _underWay.Add(_next++, publication);
            publication.Write(writer, duplicate: false);
        }

        // What did not fit into this write goes with the next: the loop must come back.
        if (buffer.Length >= MostWrittenAtOnce) wake.Ring();
    }

    /// <summary>What was written is on its way: QoS 0 ends here.</summary>
    public void Left()
    {
        foreach (var publication in _leaving) publication.Done.TrySetResult();
        _leaving.Clear();
    }

    /// <summary>PUBACK, PUBREC or PUBCOMP came in. One for nothing we know is ignored.</summary>
    public void Answered(MqttPacketKind kind, MqttAck ack, MqttWriter writer)
    {
        if (!_numbers.TryGetValue(ack.PacketId, out var number))
        {
            if (kind == MqttPacketKind.Pubrec) writer.Ack(MqttPacketKind.Pubrel, ack.PacketId); // of a life before this process
            return;
        }

        var publication = _underWay[number];
        var expected = publication.Qos == MqttQos.AtLeastOnce ? MqttPacketKind.Puback : publication.IsReleased ? MqttPacketKind.Pubcomp : MqttPacketKind.Pubrec;
        if (kind != expected && kind != MqttPacketKind.Pubrec) return;
        if (kind == MqttPacketKind.Pubrec && ack.Reason < MqttReason.FirstFailure)
        {
            publication.IsReleased = true;
            writer.Ack(MqttPacketKind.Pubrel, ack.PacketId);
            return;
        }

        _underWay.Remove(number);
        _numbers.Remove(ack.PacketId);
        ids.Give(ack.PacketId);
        if (ack.Reason < MqttReason.FirstFailure || kind == MqttPacketKind.Pubcomp) publication.Done.TrySetResult();
        else Refuse(publication, $"the broker refuses a message on {publication.Topic}: {MqttReason.Of(ack.Reason)}", ack.Reason);
    }

    /// <summary>The connection is gone: QoS 0 is for now or never, the rest waits for the next.</summary>
    public void Lose(string why)
    {
        while (_unsure.Reader.TryRead(out var publication)) Fail(publication, why);
        foreach (var publication in _leaving) Fail(publication, why);
        _leaving.Clear();
    }

    /// <summary>No connection will follow.</summary>
    public void End(string why)
    {
        Lose(why);
        _sure.Writer.TryComplete();
        _unsure.Writer.TryComplete();
        while (_sure.Reader.TryRead(out var publication)) Fail(publication, why);
        foreach (var publication in _underWay.Values) Fail(publication, why);
        _underWay.Clear();
    }

    private static void Fail(MqttPublication publication, string why) => publication.Done.TrySetException(new LineLostException(why));

    private static void Refuse(MqttPublication publication, string why, byte reason) =>
        publication.Done.TrySetException(new LineLostException(why, new MqttRefusalException(reason, why)));

    // A packet the broker does not take would end every connection it is sent on.
    private bool CanLeave(MqttPublication publication)
    {
        if (publication.Done.Task.IsCompleted) return false;
        var atMost = 32L + (3L * publication.Topic.Length) + publication.Payload.Length;
        if (publication.Qos > _highest) Fail(publication, $"the broker takes no message of QoS {(byte)publication.Qos}");
        else if (atMost > _largest) Refuse(publication, $"the broker takes no packet above {_largest} bytes", MqttRefusalException.PacketTooLarge);
        else return true;
        return false;
    }
}
