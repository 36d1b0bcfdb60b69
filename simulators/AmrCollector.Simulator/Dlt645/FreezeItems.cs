using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// Frozen registers 05xxxxxx (dossier §13). Daily freezes happen at the meter's own freeze time and reach 62 days back, hourly ones
/// 254 hours; timed and instant ones are those a 16H command asked for; the switches those of the tables' switch times.
/// </summary>
internal static class FreezeItems
{
    /// <summary>Daily freezes kept.</summary>
    internal const int Days = 62;

    /// <summary>Hourly freezes kept.</summary>
    internal const int Hours = 254;

    private const int Timed = 12;
    private const byte Separator = 0xAA;
    private const int UsualMode = 0x83;

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (InstantOf(meter, id, now) is not { } instant || instant < meter.Recalled?.ClearedAt) return false;
        return id.Di2 == 0x04 ? TryWriteHour(meter, id.Di1, instant, ref data) : TryWriteItem(meter, id, instant, ref data);
    }

    private static DateTimeOffset? InstantOf(SimulatedMeter meter, Identifier id, DateTimeOffset now) => (id.Di2, (int)id.Di0) switch
    {
        (0x00, >= 1 and <= Timed and var record) => meter.Recalled?.Schedule?.At(meter, now, record),
        (0x01, var record) => meter.InstantFreeze(record),
        (0x02, 1) => SwitchedAt(meter, 0x04000106, now),
        (0x03, 1) => SwitchedAt(meter, 0x04000107, now),
        (0x04, >= 1 and <= Hours and var record) => MeterCalendar.FullHour(meter, now, record - 1),
        (0x05, 1) => SwitchedAt(meter, 0x04000108, now),
        (0x06, >= 1 and <= Days and var record) => MeterCalendar.DailyFreeze(meter, now, record - 1),
        _ => null,
    };

    // YYMMDDhhmm, minute first.
    private static DateTimeOffset? SwitchedAt(SimulatedMeter meter, uint item, DateTimeOffset now)
    {
        if (meter.Recalled?.Parameters.TryGetValue(item, out var time) != true || !ClockSetting.TryParseTime([0, .. time!], out var at)) return null;
        var shown = meter.ClockAt(now);
        return at <= shown ? now - (shown - at) : null;
    }

    private static bool TryWriteHour(SimulatedMeter meter, byte item, DateTimeOffset instant, ref PlainWriter data)
    {
        if (item is > 2 and not Identifier.Block) return false;
        var separated = item == Identifier.Block && meter.Faults.AaSeparators;
        if (item is 0 or Identifier.Block) data.Minute(meter.ClockAt(instant));
        if (separated) data.Fill(Separator, 1);
        if (item is 1 or Identifier.Block) EnergyItems.Write(meter.RegistersAt(instant), 1, 0, ref data);
        if (separated) data.Fill(Separator, 1);
        if (item is 2 or Identifier.Block) EnergyItems.Write(meter.RegistersAt(instant), 2, 0, ref data);
        return true;
    }

    private static bool TryWriteItem(SimulatedMeter meter, Identifier id, DateTimeOffset instant, ref PlainWriter data)
    {
        switch (id.Di1)
        {
            case 0x00:
                data.Minute(meter.ClockAt(instant));
                return true;
            case >= 0x01 and <= 0x08:
                return EnergyItems.TryWriteTariffs(meter, id.Di1, instant, ref data);
            case 0x09 or 0x0A:
                return DemandItems.TryWriteTariffs(meter, id.Di1 == 0x0A, instant, ref data);
            case 0x10:
                VariableItems.WritePowers(meter, instant, ref data);
                return true;
            case Identifier.Block:
                WriteAll(meter, ModeOf(meter, id.Di2), instant, ref data);
                return true;
            default:
                return false;
        }
    }

    // 04000902 timed, 03 instant, 04 appointed, 05 hourly, 06 daily.
    private static int ModeOf(SimulatedMeter meter, byte kind)
    {
        var item = 0x04000902u + kind switch { 0x00 => 0u, 0x01 => 1u, 0x06 => 4u, _ => 2u };
        return meter.Recalled?.Parameters.TryGetValue(item, out var mode) == true ? mode[0] : UsualMode;
    }

    // What the mode word selects, in its order (§12.1).
    private static void WriteAll(SimulatedMeter meter, int mode, DateTimeOffset instant, ref PlainWriter data)
    {
        data.Minute(meter.ClockAt(instant));
        for (var item = 1; item <= 4; item++)
            if ((mode & (1 << (item - 1))) != 0) EnergyItems.TryWriteTariffs(meter, item, instant, ref data);
        for (var quadrant = 5; quadrant <= 8 && (mode & 0x10) != 0; quadrant++) EnergyItems.TryWriteTariffs(meter, quadrant, instant, ref data);
        if ((mode & 0x20) != 0) DemandItems.TryWriteTariffs(meter, export: false, instant, ref data);
        if ((mode & 0x40) != 0) DemandItems.TryWriteTariffs(meter, export: true, instant, ref data);
        if ((mode & 0x80) != 0) VariableItems.WritePowers(meter, instant, ref data);
    }
}
