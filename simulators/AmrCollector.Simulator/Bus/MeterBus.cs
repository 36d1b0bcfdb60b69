using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator.Dlt645;
using AmrCollector.Simulator.Modbus;

namespace AmrCollector.Simulator.Bus;

/// <summary>The meters on one pair of wires: who hears a request, who answers, and what is heard when several do. No I/O.</summary>
internal sealed class MeterBus(LinePlan plan, IReadOnlyList<SimulatedMeter> meters)
{
    /// <summary>Bytes a reply may take on the wire.</summary>
    internal const int LongestReply = (2 * Dlt645Frame.MaxLength) + WireFaults.Surplus;

    private readonly SimulatedMeter[] _dlt645 = [.. meters.Where(meter => !meter.Kind.IsModbus)];
    private readonly SimulatedMeter[] _modbus = [.. meters.Where(meter => meter.Kind.IsModbus)];
    private readonly FollowUp _followUp = new();
    private readonly byte[] _frame = new byte[Dlt645Frame.MaxLength];
    private readonly byte[] _other = new byte[LongestReply];

    /// <summary>Writes what is heard after a request and returns its length; 0 is silence. Not for two threads at once.</summary>
    internal int Answer(ReadOnlySpan<byte> request, RequestForm form, DateTimeOffset now, Span<byte> reply, out TimeSpan late)
    {
        late = TimeSpan.Zero;
        return form switch
        {
            RequestForm.Dlt645 => Dlt645Frame.TryParse(request, out var frame) ? AnswerDlt645(frame, now, reply, ref late) : 0,
            RequestForm.Rtu => AnswerRtu(request, now, reply, ref late),
            _ => MbapFrame.TryParse(request, out var frame) ? AnswerMbap(frame, now, reply, ref late) : 0,
        };
    }

    private int AnswerDlt645(Dlt645Frame request, DateTimeOffset now, Span<byte> reply, ref TimeSpan late)
    {
        var asked = request.Address;
        if (asked == Dlt645Address.Broadcast)
        {
            Broadcast(request, now);
            return 0;
        }

        var (length, wildcard) = (0, asked.HasWildcard);
        foreach (var meter in _dlt645)
        {
            if (wildcard ? !asked.Matches(meter.WireAddress) : asked != meter.WireAddress) continue;
            if (!Hears(meter)) continue;
            var frame = Dlt645Meter.Answer(meter, request, now, plan.PartSize, _followUp, _frame);
            if (frame == 0) continue;
            var shaped = WireFaults.Shape(meter, plan.Preamble, RequestForm.Dlt645, _frame.AsSpan(0, frame), _other);
            length = Collision.Combine(reply, length, _other.AsSpan(0, shaped));
            late = LateOf(meter);
        }

        return length;
    }

    private void Broadcast(Dlt645Frame request, DateTimeOffset now)
    {
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        data = data[..request.CopyData(data)];
        foreach (var meter in _dlt645)
        {
            if (request.Control == 0x16) meter.Freeze(now);
            else if (request.Control == 0x08) ClockSetting.ApplyBroadcast(meter, data, now);
        }
    }

    private int AnswerRtu(ReadOnlySpan<byte> request, DateTimeOffset now, Span<byte> reply, ref TimeSpan late)
    {
        var length = 0;
        foreach (var meter in _modbus)
        {
            if (meter.Unit != request[0] || !Hears(meter)) continue;
            _frame[0] = (byte)(meter.Unit + (meter.TripsNow(meter.Faults.WrongAddress) ? 1 : 0));
            var frame = RtuFrame.Seal(_frame, 1 + ModbusUnit.Answer(meter, request[1..^2], now, _frame.AsSpan(1)));
            var shaped = WireFaults.Shape(meter, preamble: 0, RequestForm.Rtu, _frame.AsSpan(0, frame), _other);
            length = Collision.Combine(reply, length, _other.AsSpan(0, shaped));
            late = LateOf(meter);
        }

        return length;
    }

    private int AnswerMbap(MbapFrame request, DateTimeOffset now, Span<byte> reply, ref TimeSpan late)
    {
        foreach (var meter in _modbus)
        {
            if (meter.Unit != request.Unit || !Hears(meter)) continue;
            var pdu = ModbusUnit.Answer(meter, request.Pdu, now, _frame.AsSpan(MbapFrame.HeaderLength));
            var unit = (byte)(meter.Unit + (meter.TripsNow(meter.Faults.WrongAddress) ? 1 : 0));
            MbapFrame.WriteHeader(_frame, request.Transaction, unit, pdu);
            late = LateOf(meter);
            return WireFaults.Shape(meter, preamble: 0, RequestForm.Mbap, _frame.AsSpan(0, MbapFrame.HeaderLength + pdu), reply);
        }

        if (!plan.AnswersForDeadUnits) return 0;
        MbapFrame.WriteHeader(reply, request.Transaction, request.Unit, pduLength: 2);
        reply[7] = (byte)(request.Pdu[0] | 0x80);
        reply[8] = ModbusUnit.TargetDidNotRespond;
        return MbapFrame.HeaderLength + 2;
    }

    private static bool Hears(SimulatedMeter meter)
    {
        meter.CountRequest();
        return !meter.TripsNow(meter.Faults.Silent);
    }

    private static TimeSpan LateOf(SimulatedMeter meter) =>
        meter.TripsNow(meter.Faults.Late > TimeSpan.Zero) ? meter.Faults.Late : TimeSpan.Zero;
}
