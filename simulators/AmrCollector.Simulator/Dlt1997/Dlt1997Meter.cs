using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator.Dlt645;

namespace AmrCollector.Simulator.Dlt1997;

/// <summary>What a DL/T 645-1997 meter says to one request; faults of the wire come later (dossier §15).</summary>
internal static class Dlt1997Meter
{
    internal const byte IllegalData = 0x01;
    internal const byte NoSuchData = 0x02;
    internal const byte WrongPassword = 0x04;

    private const int IdLength = 2;
    private const int LongestData = 2048;
    private const int DemandPasswordLevel = 4;

    /// <summary>Writes the reply frame without preamble and returns its length; 0 is silence.</summary>
    internal static int Answer(ReplyTurn turn, Dlt645Frame request)
    {
        if (request.IsReply || request.IsRefusal || request.HasMore) return 0;
        Span<byte> asked = stackalloc byte[Dlt645Frame.MaxData];
        asked = asked[..request.CopyData(asked)];
        return request.Function switch
        {
            0x01 => Read(turn, asked),
            0x02 => ReadOn(turn, asked),
            0x03 => ReadAgain(turn, asked),
            0x04 => Writes1997.Write(turn, asked),
            0x0A => Writes1997.WriteAddress(turn, asked),
            0x0C => Writes1997.ChangeSpeed(turn, asked),
            0x0F => Writes1997.ChangePassword(turn, asked),
            0x10 => ClearDemand(turn, asked),
            _ => 0,
        };
    }

    /// <summary>A read, 01.</summary>
    internal static int Read(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != IdLength) return 0;
        var (id, faults) = (IdOf(asked), turn.Meter.Faults);
        turn.FollowUp.Forget();
        if (faults.Refuses) return turn.Refuse(0x01, IllegalData);
        if (turn.Meter.TripsNow(faults.EmptyReplies)) return turn.Say(0x81, []);
        var data = new PlainWriter(stackalloc byte[LongestData]);
        if (!Dictionary1997.TryWrite(turn.Meter, id, turn.Now, ref data) || data.Overflowed) return turn.Refuse(0x01, NoSuchData);
        turn.FollowUp.Remember(turn.Meter, new DataId(id), turn.Now);
        return SayPart(turn, 0x81, id, data.Written);
    }

    // No sequence number in 1997: each 02 is answered with the part behind the last one (§15.1).
    private static int ReadOn(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != IdLength) return 0;
        var (id, followUp) = (IdOf(asked), turn.FollowUp);
        var data = new PlainWriter(stackalloc byte[LongestData]);
        var known = followUp.Covers(turn.Meter, new DataId(id)) && Dictionary1997.TryWrite(turn.Meter, id, followUp.Instant, ref data);
        if (!known || (followUp.Part + 1) * turn.PartSize >= data.Length) return turn.Refuse(0x02, NoSuchData);
        followUp.Part++;
        return SayPart(turn, 0x82, id, data.Written);
    }

    private static int ReadAgain(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (!asked.IsEmpty) return 0;
        var id = (ushort)turn.FollowUp.Id.Value;
        var data = new PlainWriter(stackalloc byte[LongestData]);
        return turn.FollowUp.IsOf(turn.Meter) && Dictionary1997.TryWrite(turn.Meter, id, turn.FollowUp.Instant, ref data)
            ? SayPart(turn, 0x83, id, data.Written)
            : turn.Refuse(0x03, NoSuchData);
    }

    private static int SayPart(ReplyTurn turn, byte control, ushort id, ReadOnlySpan<byte> data)
    {
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        if (turn.Meter.TripsNow(turn.Meter.Faults.OtherDataId)) id ^= 1;
        (plain[0], plain[1]) = ((byte)id, (byte)(id >> 8));
        var rest = data[(turn.FollowUp.Part * turn.PartSize)..];
        var length = Math.Min(rest.Length, turn.PartSize);
        rest[..length].CopyTo(plain[IdLength..]);
        return turn.Say((byte)(control | (rest.Length > length ? 0x20 : 0)), plain[..(IdLength + length)]);
    }

    // The standard wants no password; some makers do, and this one accepts both.
    private static int ClearDemand(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length is not (0 or 4)) return 0;
        if (!turn.Meter.Group.KeyPressed) return turn.Refuse(0x10, WrongPassword);
        if (asked.Length == 4 && !turn.Meter.Memory.Access.Admits(turn.Meter.Group, asked, DemandPasswordLevel, turn.Now))
            return turn.Refuse(0x10, WrongPassword);
        ClearDemand(turn.Meter, turn.Now);
        return turn.Say(0x90, []);
    }

    /// <summary>Clears the maximum demand and counts it.</summary>
    internal static void ClearDemand(SimulatedMeter meter, DateTimeOffset now)
    {
        meter.Memory.DemandClearedAt = now;
        meter.Memory.Events.Add(Dictionary1997.DemandCleared, Dictionary1997.Stamp(meter, now));
    }

    private static ushort IdOf(ReadOnlySpan<byte> asked) => (ushort)(asked[0] | (asked[1] << 8));
}
