using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>1CH: trip, let close, close, restore by itself, alarm, keep power (dossier §5.12, §14.4), and what time does to the relay.</summary>
internal static class RelayControl
{
    private const int Length = 16;
    private const int ControlLevel = 2;
    private const int CommandAt = 8, DelayAt = 9, ExpiryAt = 10, OperatorAt = 4;
    private const uint TripLog = 0x1D000000, CloseLog = 0x1E000000, TripDelay = 0x04001401;
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>Answers PA P0 P1 P2 C0..C3 N1 N2 ss mm hh DD MM YY.</summary>
    internal static int Answer(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length != Length) return 0;
        var (meter, relay) = (turn.Meter, turn.Meter.Memory.Relay);
        if (!MeterCommands.Admits(turn, asked[..4], ControlLevel)) return Refuse(turn, Errors.NotAuthorised, Errors.ControlPassword);
        if (!ClockSetting.TryParseTime(asked[ExpiryAt..], out var expiry) || expiry < meter.ClockAt(turn.Now))
            return Refuse(turn, Errors.Other, Errors.ControlExpired);

        var command = asked[CommandAt];
        var operatorCode = asked.Slice(OperatorAt, 4);
        var trips = command is 0x1A or 0x1D or 0x1E;
        if (trips && relay.KeepsPower) return Refuse(turn, Errors.Other, Errors.ControlKeepsPower);
        if (trips && relay.IsOpen && meter.Faults.LongControlErrors) return Refuse(turn, Errors.Other, Errors.ControlAlreadyTripped);
        switch (command)
        {
            case 0x1A: Trip(meter, turn.Now, operatorCode); break;
            case 0x1B: relay.Allow(); break;
            case 0x1C: Close(meter, turn.Now, operatorCode); break;
            case 0x1D or 0x1E: TripAndRestore(meter, turn.Now, operatorCode, Minutes(asked[DelayAt]), closes: command == 0x1D); break;
            case 0x2A or 0x2B: relay.Alarm = command == 0x2A; break;
            case 0x3A or 0x3B: relay.KeepsPower = command == 0x3A; break;
            default: return Refuse(turn, Errors.Other, Errors.Other);
        }

        return turn.Say(0x9C, []);
    }

    /// <summary>Closes the relay and logs it.</summary>
    internal static void Close(SimulatedMeter meter, DateTimeOffset now, ReadOnlySpan<byte> operatorCode)
    {
        var wasOpen = meter.Memory.Relay.IsOpen;
        meter.Memory.Relay.Close(now);
        if (wasOpen) Log(meter, CloseLog, now, operatorCode);
    }

    /// <summary>Moves a delayed relay, and trips a meter whose purse is empty at the minute at which it ran out.</summary>
    internal static void AdvanceTo(SimulatedMeter meter, DateTimeOffset now)
    {
        var memory = meter.Memory;
        if (memory.Relay.IsWaiting && memory.Relay.AdvanceTo(now) is { } moved && moved.Move != RelayMove.Allow)
            Log(meter, moved.Move == RelayMove.Open ? TripLog : CloseLog, moved.At, []);
        if (memory.Purse is not { } purse || memory.Relay.IsOpen || memory.Relay.KeepsPower) return;
        var least = -OverdraftLimit(meter, purse);
        if (purse.BalanceAt(meter.RegistersAt(now).Import.Total) >= least) return;
        var at = RanOutAt(meter, purse, least, now);
        memory.Relay.Trip(at, now);
        Log(meter, TripLog, at, []);
    }

    private static void Trip(SimulatedMeter meter, DateTimeOffset now, ReadOnlySpan<byte> operatorCode)
    {
        var delay = meter.Memory.Parameters.TryGetValue(TripDelay, out var set) && Bcd.TryRead(set, out var minutes) ? minutes : 0;
        if (meter.Memory.Relay.IsOpen) delay = 0;
        var wasOpen = meter.Memory.Relay.IsOpen;
        meter.Memory.Relay.Trip(now + TimeSpan.FromMinutes(delay), now);
        if (delay == 0 && !wasOpen) Log(meter, TripLog, now, operatorCode);
    }

    private static void TripAndRestore(SimulatedMeter meter, DateTimeOffset now, ReadOnlySpan<byte> operatorCode, TimeSpan after, bool closes)
    {
        var wasOpen = meter.Memory.Relay.IsOpen;
        meter.Memory.Relay.Trip(now, now, after, closes);
        if (!wasOpen) Log(meter, TripLog, now, operatorCode);
    }

    // The delay of a pre-trip counts minutes.
    private static TimeSpan Minutes(byte delay) => TimeSpan.FromMinutes(Bcd.TryRead([delay], out var minutes) ? minutes : delay);

    // Overdraft limits: 04000F04 in energy, 04001003 in money.
    private static long OverdraftLimit(SimulatedMeter meter, Purse purse) =>
        meter.Memory.Parameters.TryGetValue(purse.InEnergy ? 0x04000F04u : 0x04001003u, out var set) && Bcd.TryRead(set, out var limit) ? limit : 0;

    private static DateTimeOffset RanOutAt(SimulatedMeter meter, Purse purse, long least, DateTimeOffset now)
    {
        var (before, after) = (now - TimeSpan.FromDays(400), now);
        while (after - before > Grain)
        {
            var middle = before + ((after - before) / 2);
            if (purse.BalanceAt(meter.RegistersAt(middle).Import.Total) >= least) before = middle;
            else after = middle;
        }

        return after;
    }

    // Time 6, operator 4, forward, reverse, quadrants 1 to 4 (§14.2).
    private static void Log(SimulatedMeter meter, uint kind, DateTimeOffset at, ReadOnlySpan<byte> operatorCode)
    {
        var data = new PlainWriter(stackalloc byte[34]);
        data.Second(meter.ClockAt(at));
        if (operatorCode.IsEmpty) data.Fill(0, 4);
        else data.Bytes(operatorCode);
        EventShapes.WriteTotals(meter.RegistersAt(at), ref data);
        meter.Memory.Events.Add(kind, data.Written.ToArray());
    }

    private static int Refuse(ReplyTurn turn, byte error, ushort word) => turn.Meter.Faults.LongControlErrors
        ? turn.Say(0xDC, [(byte)word, (byte)(word >> 8)])
        : turn.Refuse(0x1C, error);
}
