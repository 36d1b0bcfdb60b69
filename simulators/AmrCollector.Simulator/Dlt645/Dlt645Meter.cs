using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>What a DL/T 645-2007 meter says to one request; faults of the wire come later (dossier §3 to §6).</summary>
internal static class Dlt645Meter
{
    private const int LongestData = 4096;

    /// <summary>Writes the reply frame without preamble and returns its length; 0 is silence.</summary>
    internal static int Answer(ReplyTurn turn, Dlt645Frame request)
    {
        if (request.IsReply || request.IsRefusal || request.HasMore) return 0;
        Span<byte> asked = stackalloc byte[Dlt645Frame.MaxData];
        asked = asked[..request.CopyData(asked)];
        switch (request.Function)
        {
            case 0x03: return Security.Answer(turn, asked);
            case 0x08:
                ClockSetting.ApplyBroadcast(turn.Meter, asked, turn.Now);
                return 0;
            case 0x11: return Read(turn, asked);
            case 0x12: return ReadOn(turn, asked);
            case 0x13: return asked.IsEmpty ? SayAddress(turn) : 0;
            case 0x14: return ParameterWrites.Answer(turn, asked);
            case 0x15: return MeterCommands.WriteAddress(turn, request.Address, asked);
            case 0x16: return MeterCommands.Freeze(turn, asked);
            case 0x17: return MeterCommands.ChangeSpeed(turn, asked);
            case 0x18: return MeterCommands.ChangePassword(turn, asked);
            case 0x19 or 0x1A or 0x1B: return MeterCommands.Clear(turn, request.Function, asked);
            case 0x1C: return RelayControl.Answer(turn, asked);
            case 0x1D: return MeterCommands.SetOutput(turn, asked);
            default: return 0;
        }
    }

    private static int Read(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length < DataId.Length) return 0;
        var (id, faults) = (DataId.FromWire(asked), turn.Meter.Faults);
        var wanted = asked[DataId.Length..];
        turn.FollowUp.Forget();
        if (faults.Refuses) return turn.Refuse(0x11, Errors.Other);
        if (turn.Meter.TripsNow(faults.EmptyReplies)) return turn.Say(0x91, []);

        var data = new PlainWriter(stackalloc byte[LongestData]);
        if (!TryGather(turn.Meter, id, wanted, turn.Now, ref data)) return turn.Refuse(0x11, Errors.NoData);
        if (data.Overflowed) return turn.Refuse(0x11, Errors.Other);
        if (data.Length > turn.PartSize) turn.FollowUp.Remember(turn.Meter, id, turn.Now, wanted);
        return SayPart(turn, id, data.Written, part: 0);
    }

    private static int ReadOn(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != DataId.Length + 1) return 0;
        var (id, part) = (DataId.FromWire(asked), asked[DataId.Length]);
        var data = new PlainWriter(stackalloc byte[LongestData]);
        var known = turn.FollowUp.Covers(turn.Meter, id) && TryGather(turn.Meter, id, turn.FollowUp.Wanted.Span, turn.FollowUp.Instant, ref data);
        if (!known || part == 0 || part * turn.PartSize >= data.Length) return turn.Refuse(0x12, Errors.NoData);
        return SayPart(turn, id, data.Written, part);
    }

    private static bool TryGather(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> wanted, DateTimeOffset now, ref PlainWriter data)
    {
        var asked = new Identifier(id);
        if (Quirks.RefusesBlock(meter.Faults, asked) || !MeterDictionary.TryWrite(meter, id, wanted, now, ref data)) return false;
        if (!data.Overflowed) Quirks.Apply(meter.Faults, asked, ref data);
        return true;
    }

    private static int SayPart(ReplyTurn turn, DataId id, ReadOnlySpan<byte> data, int part)
    {
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        if (turn.Meter.TripsNow(turn.Meter.Faults.OtherDataId)) id = new DataId(id.Value ^ 1);
        id.WriteTo(plain);
        var rest = data[(part * turn.PartSize)..];
        var length = Math.Min(rest.Length, turn.PartSize);
        rest[..length].CopyTo(plain[DataId.Length..]);
        var filled = DataId.Length + length;
        if (part > 0) plain[filled++] = (byte)part;
        var control = (part == 0 ? 0x91 : 0x92) | (rest.Length > length ? 0x20 : 0);
        return turn.Say((byte)control, plain[..filled]);
    }

    private static int SayAddress(ReplyTurn turn)
    {
        Span<byte> address = stackalloc byte[Dlt645Address.Length];
        turn.Meter.WireAddress.WriteTo(address);
        return turn.Say(0x93, address);
    }
}
