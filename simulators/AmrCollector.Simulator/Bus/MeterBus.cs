using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator.Cjt188;
using AmrCollector.Simulator.Dlt1997;
using AmrCollector.Simulator.Dlt645;
using AmrCollector.Simulator.Modbus;

namespace AmrCollector.Simulator.Bus;

/// <summary>The meters on one pair of wires: who hears a request and what each answers. No I/O; not for two threads at once.</summary>
internal sealed class MeterBus(LinePlan plan, IReadOnlyList<SimulatedMeter> meters)
{
    /// <summary>Bytes a reply may take on the wire.</summary>
    internal const int LongestReply = (2 * AsciiFrame.MaxLength) + WireFaults.Surplus;

    private const byte AnyUnit = 0xFF;

    private readonly SimulatedMeter[] _dlt645 = [.. meters.Where(meter => meter.Kind.Protocol is WireProtocol.Dlt645 or WireProtocol.Dlt1997)];
    private readonly SimulatedMeter[] _cjt188 = [.. meters.Where(meter => meter.Kind.Protocol == WireProtocol.Cjt188)];
    private readonly SimulatedMeter[] _modbus = [.. meters.Where(meter => meter.Kind.IsModbus)];
    private readonly FollowUp _followUp = new();
    private readonly byte[] _frame = new byte[LongestReply];
    private readonly byte[] _ascii = new byte[AsciiFrame.MaxLength];
    private readonly List<BusAnswer> _answers = [];
    private int _count;
    private WireSpeed? _asked;

    /// <summary>
    /// Asks all meters at <paramref name="now"/>; the answers are good until the next call. Meters at another speed than
    /// <paramref name="asked"/> hear garbage and say nothing; null is everybody's speed.
    /// </summary>
    internal ReadOnlySpan<BusAnswer> Ask(ReadOnlySpan<byte> request, RequestForm form, DateTimeOffset now, WireSpeed? asked = null)
    {
        (_count, _asked) = (0, asked);
        switch (form)
        {
            case RequestForm.Dlt645 when Dlt645Frame.TryParse(request, out var frame): AskDlt645(frame, now); break;
            case RequestForm.Cjt188 when Cjt188Frame.TryParse(request, out var frame): AskCjt188(frame, now); break;
            case RequestForm.Rtu: AskSerial(request[..^2], form, now); break;
            case RequestForm.Ascii: AskSerial(_ascii.AsSpan(0, AsciiFrame.Decode(request, _ascii)), form, now); break;
            case RequestForm.Mbap when MbapFrame.TryParse(request, out var frame): AskMbap(frame, now); break;
            default: break;
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_answers)[.._count];
    }

    private void AskDlt645(Dlt645Frame request, DateTimeOffset now)
    {
        var asked = request.Address;
        var everyone = asked == Dlt645Address.Broadcast;
        if (everyone) Broadcast(request, now);
        var wildcard = asked.HasWildcard;
        foreach (var meter in _dlt645)
        {
            if (everyone ? !AnswersBroadcast(meter, request) : wildcard ? !asked.Matches(meter.WireAddress) : asked != meter.WireAddress) continue;
            lock (meter.Gate) AskDlt645(meter, request, now);
        }
    }

    private void AskDlt645(SimulatedMeter meter, Dlt645Frame request, DateTimeOffset now)
    {
        if (!Hears(meter, now)) return;
        var turn = new ReplyTurn(meter, now, plan.PartSize, _followUp, _frame);
        var length = meter.Kind.Protocol == WireProtocol.Dlt1997 || (meter.Faults.Answers1997 && request.Control == 0x01)
            ? Dlt1997Meter.Answer(turn, request)
            : Dlt645Meter.Answer(turn, request);
        if (length > 0) Add(meter, plan.Preamble, RequestForm.Dlt645, length);
    }

    private static bool AnswersBroadcast(SimulatedMeter meter, Dlt645Frame request) => (meter.Kind.Protocol, request.Control) switch
    {
        (WireProtocol.Dlt1997, 0x0A) => true,
        (WireProtocol.Dlt1997, 0x01) or (WireProtocol.Dlt645, 0x11 or 0x13) => meter.Faults.AnswersBroadcast,
        _ => false,
    };

    private void Broadcast(Dlt645Frame request, DateTimeOffset now)
    {
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        data = data[..request.CopyData(data)];
        foreach (var meter in _dlt645)
        {
            if (_asked is { } asked && !meter.SpeedOn(plan).Understands(asked)) continue;
            switch (meter.Kind.Protocol, request.Control)
            {
                case (WireProtocol.Dlt1997, 0x08): Writes1997.ApplyBroadcast(meter, data, now); break;
                case (WireProtocol.Dlt1997, 0x10) when meter.Group.KeyPressed: Dlt1997Meter.ClearDemand(meter, now); break;
                case (WireProtocol.Dlt645, 0x08): ClockSetting.ApplyBroadcast(meter, data, now); break;
                case (WireProtocol.Dlt645, 0x16): MeterCommands.ApplyFreeze(meter, data, now); break;
                default: break;
            }
        }
    }

    private void AskCjt188(Cjt188Frame request, DateTimeOffset now)
    {
        foreach (var meter in _cjt188)
        {
            if (!Cjt188Address.IsFor(meter, request.Medium, request.Address) || !Hears(meter, now)) continue;
            var length = Cjt188Meter.Answer(meter, request, now, _frame);
            if (length > 0) Add(meter, plan.Preamble, RequestForm.Cjt188, length);
        }
    }

    // Address 0 is everybody: writes only, nobody answers.
    private void AskSerial(ReadOnlySpan<byte> request, RequestForm form, DateTimeOffset now)
    {
        if (request.Length < 2 || (request[0] == 0 && !ModbusUnit.IsWrite(request[1]))) return;
        foreach (var meter in _modbus)
        {
            if (request[0] != 0 && meter.Unit != request[0]) continue;
            if (!Hears(meter, now)) continue;
            var pdu = ModbusUnit.Answer(meter, request[1..], now, _frame.AsSpan(1));
            if (pdu == 0 || request[0] == 0) continue;
            _frame[0] = (byte)(meter.Unit + (meter.TripsNow(meter.Faults.WrongAddress) ? 1 : 0));
            Add(meter, preamble: 0, form, form == RequestForm.Rtu ? RtuFrame.Seal(_frame, 1 + pdu) : InAscii(1 + pdu));
        }
    }

    private int InAscii(int length)
    {
        _frame.AsSpan(0, length).CopyTo(_ascii);
        return AsciiFrame.Encode(_ascii.AsSpan(0, length), _frame);
    }

    // A device of its own is also reached as unit 0 or 255; behind a gateway the unit selects (dossier modbus.md §2).
    private void AskMbap(MbapFrame request, DateTimeOffset now)
    {
        foreach (var meter in _modbus)
        {
            if (meter.Unit != request.Unit && !(_modbus.Length == 1 && request.Unit is 0 or AnyUnit)) continue;
            if (!Hears(meter, now)) continue;
            var pdu = ModbusUnit.Answer(meter, request.Pdu, now, _frame.AsSpan(MbapFrame.HeaderLength));
            if (pdu == 0) return;
            var unit = (byte)(request.Unit + (meter.TripsNow(meter.Faults.WrongAddress) ? 1 : 0));
            MbapFrame.WriteHeader(_frame, request.Transaction, unit, pdu);
            Add(meter, preamble: 0, RequestForm.Mbap, MbapFrame.HeaderLength + pdu);
            return;
        }

        if (!plan.AnswersForDeadUnits) return;
        var answer = Next();
        MbapFrame.WriteHeader(answer.Buffer, request.Transaction, request.Unit, pduLength: 2);
        answer.Buffer[7] = (byte)(request.Pdu[0] | 0x80);
        answer.Buffer[8] = ModbusUnit.TargetDidNotRespond;
        (answer.Length, answer.TurnRound, answer.Late) = (MbapFrame.HeaderLength + 2, plan.TurnRound, TimeSpan.Zero);
    }

    private void Add(SimulatedMeter meter, int preamble, RequestForm form, int length)
    {
        var answer = Next();
        answer.Length = WireFaults.Shape(meter, meter.Faults.Preamble ?? preamble, form, _frame.AsSpan(0, length), answer.Buffer);
        answer.TurnRound = meter.TurnRoundOn(plan);
        answer.Late = meter.TripsNow(meter.Faults.Late > TimeSpan.Zero) ? meter.Faults.Late : TimeSpan.Zero;
    }

    private BusAnswer Next()
    {
        if (_count == _answers.Count) _answers.Add(new BusAnswer());
        return _answers[_count++];
    }

    private bool Hears(SimulatedMeter meter, DateTimeOffset now)
    {
        if (_asked is { } asked && !meter.SpeedOn(plan).Understands(asked)) return false;
        meter.CountRequest();
        meter.AdvanceTo(now);
        return !meter.TripsNow(meter.Faults.Silent);
    }
}
