using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator.Dlt645;

namespace AmrCollector.Simulator.Dlt1997;

/// <summary>What a DL/T 645-1997 meter lets be changed, and by whom (dossier §15.1).</summary>
internal static class Writes1997
{
    private const int WriteLevel = 4;
    private const int WriteHeader = 6;
    private static readonly TimeSpan MostByBroadcast = TimeSpan.FromMinutes(10);

    /// <summary>04: DI0 DI1, PA P0 P1 P2, data.</summary>
    internal static int Write(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length < WriteHeader) return 0;
        var (meter, id) = (turn.Meter, (ushort)(asked[0] | (asked[1] << 8)));
        if (!meter.Group.KeyPressed || !meter.Memory.Access.Admits(meter.Group, asked.Slice(2, 4), WriteLevel, turn.Now))
            return turn.Refuse(0x04, Dlt1997Meter.WrongPassword);
        var data = asked[WriteHeader..];
        if (id is 0xC010 or 0xC011) return SetClock(turn, id, data);
        var error = Check(meter, id, data, turn.Now);
        if (error != 0) return turn.Refuse(0x04, error);
        meter.Memory.Parameters[id] = data.ToArray();
        meter.Memory.Events.Add(Dictionary1997.Programmed, Dictionary1997.Stamp(meter, turn.Now));
        return turn.Say(0x84, []);
    }

    /// <summary>0A: the new address, to 99..99; only a meter whose key is pressed listens, and it answers with the new address.</summary>
    internal static int WriteAddress(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != Dlt645Address.Length || !turn.Meter.Group.KeyPressed || !Bcd.TryRead(asked, out _)) return 0;
        turn.Meter.Memory.Address = Dlt645Address.FromWire(asked);
        return turn.Say(0x8A, []);
    }

    /// <summary>0C: one bit names the speed; the reply leaves at the old one.</summary>
    internal static int ChangeSpeed(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != 1) return 0;
        int? baud = asked[0] switch { 0x02 => 300, 0x04 => 600, 0x08 => 1200, 0x10 => 2400, 0x20 => 4800, 0x40 => 9600, _ => null };
        if (baud is null) return turn.Refuse(0x0C, Dlt1997Meter.IllegalData);
        turn.Meter.Memory.Baud = baud;
        return turn.Say(0x8C, asked);
    }

    /// <summary>0F: PA P0 P1 P2 old, PA P0 P1 P2 new.</summary>
    internal static int ChangePassword(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != 8) return 0;
        var access = turn.Meter.Memory.Access;
        if (!turn.Meter.Group.KeyPressed || !access.Admits(turn.Meter.Group, asked[..4], asked[4], turn.Now)) return turn.Refuse(0x0F, Dlt1997Meter.WrongPassword);
        if (asked[4] > 9 || !Bcd.TryRead(asked[5..8], out var password)) return turn.Refuse(0x0F, Dlt1997Meter.IllegalData);
        access.Change(asked[4], (int)password);
        return turn.Say(0x8F, asked[4..8]);
    }

    /// <summary>08: applied when it is the same calendar day and within ten minutes, once a day (§15.1).</summary>
    internal static void ApplyBroadcast(SimulatedMeter meter, ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        if (!ClockSetting.TryParseTime(data, out var wanted)) return;
        var shown = meter.ClockAt(now);
        if (wanted.Date != shown.Date || (wanted - shown).Duration() > MostByBroadcast) return;
        ClockSetting.SetOncePerDay(meter, wanted, now);
    }

    private static int SetClock(ReplyTurn turn, ushort id, ReadOnlySpan<byte> data)
    {
        // The same digits as the 2007 items of the clock.
        var equivalent = new DataId(id == 0xC010 ? 0x04000101u : 0x04000102u);
        if (!ClockSetting.TryApply(turn.Meter, equivalent, data, turn.Now)) return turn.Refuse(0x04, Dlt1997Meter.IllegalData);
        turn.Meter.Memory.Events.Add(Dictionary1997.Programmed, Dictionary1997.Stamp(turn.Meter, turn.Now));
        return turn.Say(0x84, []);
    }

    private static byte Check(SimulatedMeter meter, ushort id, ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        if (!IsWritable(id)) return Dlt1997Meter.NoSuchData;
        var present = new PlainWriter(stackalloc byte[64]);
        if (!Dictionary1997.TryWrite(meter, id, now, ref present)) return Dlt1997Meter.NoSuchData;
        return present.Length == data.Length && (id == 0xC022 || Bcd.TryRead(data, out _)) ? (byte)0 : Dlt1997Meter.IllegalData;
    }

    // C022 is a word of bits; the other settings are digits (§15.3, column RW).
    private static bool IsWritable(ushort id) => id switch
    {
        0xC022 or (>= 0xC030 and <= 0xC034) or (>= 0xC111 and <= 0xC11A) or 0xC211 => true,
        (>= 0xC310 and <= 0xC314) or (>= 0xC321 and <= 0xC32E) or (>= 0xC331 and <= 0xC33A) => true,
        (>= 0xC411 and <= 0xC41E) or 0xC510 or 0xC511 => true,
        _ => false,
    };
}
