using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>What a DL/T 645-2007 meter says to one request; faults of the wire come later (dossier §3 to §6).</summary>
internal static class Dlt645Meter
{
    private const byte ErrorOther = 0x01;
    private const byte ErrorNoData = 0x02;
    private const byte ErrorPassword = 0x04;
    private const int LongestData = 4096;

    /// <summary>Writes the reply frame without preamble and returns its length; 0 is silence.</summary>
    internal static int Answer(ReplyTurn turn, Dlt645Frame request)
    {
        if (request.IsReply || request.IsRefusal || request.HasMore) return 0;
        Span<byte> asked = stackalloc byte[Dlt645Frame.MaxData];
        asked = asked[..request.CopyData(asked)];
        return request.Function switch
        {
            0x11 => Read(turn, asked),
            0x12 => ReadOn(turn, asked),
            0x13 => SayAddress(turn),
            0x16 => Freeze(turn, asked),
            0x14 => Write(turn, asked),
            0x03 => turn.Say(0xC3, [0x08, 0x00]),
            0x17 or 0x18 or 0x19 or 0x1A or 0x1B or 0x1C => turn.Refuse(request.Function, ErrorPassword),
            _ => 0,
        };
    }

    private static int Read(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length < DataId.Length) return 0;
        var id = DataId.FromWire(asked);
        turn.FollowUp.Forget();
        if (turn.Meter.Faults.Refuses) return turn.Refuse(0x11, ErrorOther);

        var data = new PlainWriter(stackalloc byte[LongestData]);
        if (!MeterDictionary.TryWrite(turn.Meter, id, turn.Now, ref data)) return turn.Refuse(0x11, ErrorNoData);
        if (data.Overflowed) return turn.Refuse(0x11, ErrorOther);
        if (data.Length > turn.PartSize) turn.FollowUp.Remember(turn.Meter, id, turn.Now);
        return SayPart(turn, id, data.Written, part: 0);
    }

    private static int ReadOn(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != DataId.Length + 1) return 0;
        var (id, part) = (DataId.FromWire(asked), asked[DataId.Length]);
        var data = new PlainWriter(stackalloc byte[LongestData]);
        var known = turn.FollowUp.Covers(turn.Meter, id) && MeterDictionary.TryWrite(turn.Meter, id, turn.FollowUp.Instant, ref data);
        if (!known || part == 0 || part * turn.PartSize >= data.Length) return turn.Refuse(0x12, ErrorNoData);
        return SayPart(turn, id, data.Written, part);
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

    private static int Freeze(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != 4) return 0;
        if (asked.ContainsAnyExcept((byte)0x99)) return turn.Refuse(0x16, ErrorOther);
        turn.Meter.Freeze(turn.Now);
        return turn.Say(0x96, []);
    }

    private static int Write(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length < 12) return 0;
        if (!turn.Meter.Group.KeyPressed || !turn.Meter.Memory.Access.Admits(turn.Meter.Group, asked.Slice(4, 4), lowest: 4, turn.Now)) return turn.Refuse(0x14, ErrorPassword);
        return ClockSetting.TryApply(turn.Meter, DataId.FromWire(asked), asked[12..], turn.Now)
            ? turn.Say(0x94, [])
            : turn.Refuse(0x14, ErrorOther);
    }
}
