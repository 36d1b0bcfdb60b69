using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>14H: what may be written, by whom, what is checked, and what it does (dossier §5.4, §12).</summary>
internal static class ParameterWrites
{
    internal const uint TariffCount = 0x04000204;

    private const uint ProgramLog = 0x03300000, ClockLog = 0x03300400, SettlementLog = 0x03300C00, WeekendLog = 0x03300700;
    private const int HeaderLength = 12, WriteLevel = 4, MacLength = 4;
    private const byte WithMac = 0x99, Enciphered = 0x98;

    /// <summary>Answers DI0..DI3, PA, P0 P1 P2, C0..C3, data.</summary>
    internal static int Answer(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length < HeaderLength) return 0;
        var id = DataId.FromWire(asked);
        var authority = asked.Slice(4, 4);
        var data = asked[HeaderLength..];
        // A ciphertext needs the module's key; a MAC of a plain one is believed when it is zero, as its recharges are.
        if (authority[0] == Enciphered || (!turn.Meter.Group.KeyPressed && authority[0] != WithMac)) return turn.Refuse(0x14, Errors.NotAuthorised);
        if (!MeterCommands.Admits(turn, authority, WriteLevel)) return turn.Refuse(0x14, Errors.NotAuthorised);
        if (authority[0] == WithMac)
        {
            if (data.Length < MacLength || data[^MacLength..].ContainsAnyExcept((byte)0)) return turn.Refuse(0x14, Errors.NotAuthorised);
            data = data[..^MacLength];
        }

        var error = Apply(turn.Meter, id, asked.Slice(8, 4), data, turn.Now);
        return error == 0 ? turn.Say(0x94, []) : turn.Refuse(0x14, error);
    }

    private static byte Apply(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> operatorCode, ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        if (id.Value is 0x04000101 or 0x04000102 or 0x0400010C) return SetClock(meter, id, operatorCode, data, now);
        var present = new PlainWriter(stackalloc byte[64]);
        if (!WritableItems.Contains(id.Value) || !MeterDictionary.TryWrite(meter, id, [], now, ref present)) return Errors.NoData;
        if (data.Length != present.Length) return Errors.Other;
        var error = WritableItems.Check(id.Value, data);
        if (error != 0) return error;
        if (id.Value == 0x04000401) meter.Memory.Address = Dlt645Address.FromWire(data);
        LogOld(meter, id.Value, operatorCode, present.Written, now);
        meter.Memory.Parameters[id.Value] = data.ToArray();
        LogProgramming(meter, id, operatorCode, now);
        return 0;
    }

    private static byte SetClock(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> operatorCode, ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        var before = meter.ClockAt(now);
        if (!ClockSetting.TryApply(meter, id, data, now)) return Errors.Other;
        var record = new PlainWriter(stackalloc byte[16]);
        record.Bytes(operatorCode);
        record.Second(before);
        record.Second(meter.ClockAt(now));
        meter.Memory.Events.Add(ClockLog, record.Written.ToArray());
        return 0;
    }

    // Time, operator, ten identifiers: writes of one minute by one operator share a record, as one programming (§11).
    private static void LogProgramming(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> operatorCode, DateTimeOffset now)
    {
        const int HeadLength = 10, Slots = 10;
        var record = new PlainWriter(stackalloc byte[HeadLength + (Slots * DataId.Length)]);
        record.Second(meter.ClockAt(now));
        record.Bytes(operatorCode);
        if (meter.Memory.Events.Record(ProgramLog, 1) is { } last && last.AsSpan(1, HeadLength - 1).SequenceEqual(record.Written[1..]))
        {
            for (var slot = HeadLength; slot < last.Length; slot += DataId.Length)
            {
                if (DataId.FromWire(last.AsSpan(slot)).Value != uint.MaxValue) continue;
                id.WriteTo(last.AsSpan(slot));
                return;
            }
        }

        Span<byte> first = stackalloc byte[DataId.Length];
        id.WriteTo(first);
        record.Bytes(first);
        record.Fill(0xFF, (Slots - 1) * DataId.Length);
        meter.Memory.Events.Add(ProgramLog, record.Written.ToArray());
    }

    // Kinds that keep the old value: feature words, weekend, settlement days, tables.
    private static void LogOld(SimulatedMeter meter, uint id, ReadOnlySpan<byte> operatorCode, ReadOnlySpan<byte> old, DateTimeOffset now)
    {
        var kind = id switch
        {
            0x04000801 => WeekendLog,
            >= 0x04000601 and <= 0x04000603 => 0x03300900u + ((id - 0x04000601u) << 8),
            >= 0x04000B01 and <= 0x04000B03 => SettlementLog,
            >= 0x04010001 and <= 0x04010008 or >= 0x04020001 and <= 0x04020008 => 0x03300500u,
            0x04010000 or 0x04020000 => 0x03300600u,
            _ => 0u,
        };
        if (kind == 0) return;
        var width = EventItems.LoggedBytes((byte)(kind >> 8));
        var record = new PlainWriter(stackalloc byte[682]);
        record.Second(meter.ClockAt(now));
        record.Bytes(operatorCode);
        record.Bytes(old);
        record.Fill(0, width - record.Length);
        meter.Memory.Events.Add(kind, record.Written.ToArray());
    }
}
