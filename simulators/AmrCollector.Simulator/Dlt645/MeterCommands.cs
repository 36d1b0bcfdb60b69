using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The commands 15H to 1BH and 1DH: address, freeze, speed, password, clears, output (dossier §5.3, §5.6 to §5.11, §5.13).</summary>
internal static class MeterCommands
{
    private const int HeaderLength = 8;
    private const int DemandLevel = 4, ClearLevel = 2;
    private const byte Every = 0x99;
    private const int Protected = 98;

    /// <summary>
    /// True when PA P0 P1 P2 may do what level <paramref name="lowest"/> may; PA 98 and 99 carry no password but need an
    /// authentication that still holds (§5.4).
    /// </summary>
    internal static bool Admits(ReplyTurn turn, ReadOnlySpan<byte> authority, int lowest) =>
        Bcd.TryRead(authority[..1], out var level) && level >= Protected
            ? turn.Meter.Memory.Session.IsValid(turn.Now)
            : turn.Meter.Memory.Access.Admits(turn.Meter.Group, authority, lowest, turn.Now);

    /// <summary>15H: only while the programming key is pressed; the answer comes from the new address.</summary>
    internal static int WriteAddress(ReplyTurn turn, Dlt645Address asked, ReadOnlySpan<byte> data)
    {
        if (asked != Dlt645Address.AnyMeter || data.Length != Dlt645Address.Length || !turn.Meter.Group.KeyPressed || !Bcd.TryRead(data, out _)) return 0;
        turn.Meter.Memory.Address = Dlt645Address.FromWire(data);
        return turn.Say(0x95, []);
    }

    /// <summary>16H to one meter.</summary>
    internal static int Freeze(ReplyTurn turn, ReadOnlySpan<byte> pattern)
    {
        if (pattern.Length != 4) return 0;
        return ApplyFreeze(turn.Meter, pattern, turn.Now) ? turn.Say(0x96, []) : turn.Refuse(0x16, Errors.Other);
    }

    /// <summary>Freezes now, or appoints a freeze; false when the pattern is none.</summary>
    internal static bool ApplyFreeze(SimulatedMeter meter, ReadOnlySpan<byte> pattern, DateTimeOffset now)
    {
        if (pattern.Length != 4) return false;
        if (!pattern.ContainsAnyExcept(Every))
        {
            meter.Freeze(now);
            return true;
        }

        if (FreezeSchedule.Parse(pattern, now) is not { } schedule) return false;
        meter.Memory.Schedule = schedule;
        return true;
    }

    /// <summary>17H: exactly one bit names the speed; the reply leaves at the old one.</summary>
    internal static int ChangeSpeed(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != 1) return 0;
        int? baud = asked[0] switch { 0x02 => 600, 0x04 => 1200, 0x08 => 2400, 0x10 => 4800, 0x20 => 9600, 0x40 => 19_200, _ => null };
        if (baud is null) return turn.Refuse(0x17, Errors.Speed);
        turn.Meter.Memory.Baud = baud;
        turn.Meter.Memory.Parameters[0x04000703] = [asked[0]];
        return turn.Say(0x97, asked);
    }

    /// <summary>18H: 04000C01..0A, the old PA P0 P1 P2 or a higher level's, the new ones.</summary>
    internal static int ChangePassword(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != 12) return 0;
        var (item, level) = (DataId.FromWire(asked).Value, asked[8]);
        if (item is < 0x04000C01 or > 0x04000C0A) return turn.Refuse(0x18, Errors.NoData);
        if (!turn.Meter.Group.KeyPressed || !Admits(turn, asked.Slice(4, 4), (int)(item - 0x04000C01))) return turn.Refuse(0x18, Errors.NotAuthorised);
        if (level != item - 0x04000C01 || !Bcd.TryRead(asked[9..12], out var password)) return turn.Refuse(0x18, Errors.Other);
        turn.Meter.Memory.Access.Change(level, (int)password);
        return turn.Say(0x98, asked[8..12]);
    }

    /// <summary>19H, 1AH and 1BH: PA P0 P1 P2 C0..C3, for 1B which events.</summary>
    internal static int Clear(ReplyTurn turn, byte function, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != HeaderLength + (function == 0x1B ? 4 : 0)) return 0;
        if (!turn.Meter.Group.KeyPressed || !Admits(turn, asked[..4], function == 0x19 ? DemandLevel : ClearLevel))
            return turn.Refuse(function, Errors.NotAuthorised);
        var operatorCode = asked.Slice(4, 4);
        switch (function)
        {
            case 0x19: Clearing.Demand(turn.Meter, operatorCode, turn.Now); break;
            case 0x1A: Clearing.Meter(turn.Meter, operatorCode, turn.Now); break;
            default:
                if (!Clearing.TryEvents(turn.Meter, operatorCode, asked[HeaderLength..], turn.Now)) return turn.Refuse(function, Errors.Other);
                break;
        }

        return turn.Say((byte)(0x80 | function), []);
    }

    /// <summary>1DH: what the multifunction output gives.</summary>
    internal static int SetOutput(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != 1) return 0;
        if (asked[0] > 2) return turn.Refuse(0x1D, Errors.Other);
        turn.Meter.Memory.Output = asked[0];
        return turn.Say(0x9D, asked);
    }
}
