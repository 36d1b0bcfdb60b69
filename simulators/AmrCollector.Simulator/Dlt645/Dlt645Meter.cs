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
    internal static int Answer(SimulatedMeter meter, Dlt645Frame request, DateTimeOffset now, int partSize, FollowUp followUp, Span<byte> reply)
    {
        if (request.IsReply || request.IsRefusal || request.HasMore) return 0;
        Span<byte> asked = stackalloc byte[Dlt645Frame.MaxData];
        asked = asked[..request.CopyData(asked)];
        var own = Own(meter);
        return request.Function switch
        {
            0x11 => Read(meter, asked, now, partSize, followUp, reply),
            0x12 => ReadOn(meter, asked, partSize, followUp, reply),
            0x13 => WriteAddress(own, reply),
            0x16 => Freeze(meter, asked, now, reply),
            0x14 => Write(meter, asked, now, reply),
            0x03 => Dlt645Frame.Write(reply, own, 0xC3, [0x08, 0x00]),
            0x17 or 0x18 or 0x19 or 0x1A or 0x1B or 0x1C => Refuse(own, request.Function, ErrorPassword, reply),
            _ => 0,
        };
    }

    private static int Read(SimulatedMeter meter, ReadOnlySpan<byte> asked, DateTimeOffset now, int partSize, FollowUp followUp, Span<byte> reply)
    {
        if (asked.Length < DataId.Length) return 0;
        var id = DataId.FromWire(asked);
        followUp.Forget();
        if (meter.Faults.Refuses) return Refuse(Own(meter), 0x11, ErrorOther, reply);

        var data = new PlainWriter(stackalloc byte[LongestData]);
        if (!MeterDictionary.TryWrite(meter, id, now, ref data)) return Refuse(Own(meter), 0x11, ErrorNoData, reply);
        if (data.Overflowed) return Refuse(Own(meter), 0x11, ErrorOther, reply);
        if (data.Length > partSize) followUp.Remember(meter, id, now);
        return WritePart(meter, id, data.Written, part: 0, partSize, reply);
    }

    private static int ReadOn(SimulatedMeter meter, ReadOnlySpan<byte> asked, int partSize, FollowUp followUp, Span<byte> reply)
    {
        if (asked.Length != DataId.Length + 1) return 0;
        var (id, part) = (DataId.FromWire(asked), asked[DataId.Length]);
        var data = new PlainWriter(stackalloc byte[LongestData]);
        var known = followUp.Covers(meter, id) && MeterDictionary.TryWrite(meter, id, followUp.Instant, ref data);
        if (!known || part == 0 || part * partSize >= data.Length) return Refuse(Own(meter), 0x12, ErrorNoData, reply);
        return WritePart(meter, id, data.Written, part, partSize, reply);
    }

    private static int WritePart(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> data, int part, int partSize, Span<byte> reply)
    {
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        if (meter.TripsNow(meter.Faults.OtherDataId)) id = new DataId(id.Value ^ 1);
        id.WriteTo(plain);
        var rest = data[(part * partSize)..];
        var length = Math.Min(rest.Length, partSize);
        rest[..length].CopyTo(plain[DataId.Length..]);
        var filled = DataId.Length + length;
        if (part > 0) plain[filled++] = (byte)part;
        var control = (part == 0 ? 0x91 : 0x92) | (rest.Length > length ? 0x20 : 0);
        return Dlt645Frame.Write(reply, Own(meter), (byte)control, plain[..filled]);
    }

    private static int WriteAddress(Dlt645Address own, Span<byte> reply)
    {
        Span<byte> address = stackalloc byte[Dlt645Address.Length];
        own.WriteTo(address);
        return Dlt645Frame.Write(reply, own, 0x93, address);
    }

    private static int Freeze(SimulatedMeter meter, ReadOnlySpan<byte> asked, DateTimeOffset now, Span<byte> reply)
    {
        if (asked.Length != 4) return 0;
        if (asked.ContainsAnyExcept((byte)0x99)) return Refuse(Own(meter), 0x16, ErrorOther, reply);
        meter.Freeze(now);
        return Dlt645Frame.Write(reply, Own(meter), 0x96, []);
    }

    private static int Write(SimulatedMeter meter, ReadOnlySpan<byte> asked, DateTimeOffset now, Span<byte> reply)
    {
        if (asked.Length < 12) return 0;
        if (!ClockSetting.Authorises(meter.Group.Password, asked.Slice(4, 4))) return Refuse(Own(meter), 0x14, ErrorPassword, reply);
        return ClockSetting.TryApply(meter, DataId.FromWire(asked), asked[12..], now)
            ? Dlt645Frame.Write(reply, Own(meter), 0x94, [])
            : Refuse(Own(meter), 0x14, ErrorOther, reply);
    }

    private static int Refuse(Dlt645Address own, byte function, byte error, Span<byte> reply) =>
        Dlt645Frame.Write(reply, own, (byte)(0xC0 | function), [error]);

    private static Dlt645Address Own(SimulatedMeter meter)
    {
        if (!meter.TripsNow(meter.Faults.WrongAddress)) return meter.WireAddress;
        return Dlt645Address.TryParse(((meter.Number + 1) % 1_000_000_000_000).ToString("D12"), out var other) ? other : meter.WireAddress;
    }
}
