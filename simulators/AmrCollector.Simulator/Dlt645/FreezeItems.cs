namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// Frozen registers 05xxxxxx (dossier §13). Daily freezes happen at the meter's own 00:00 and reach 62 days back, hourly ones
/// 254 hours; the instant ones are those a 16H command asked for.
/// </summary>
internal static class FreezeItems
{
    /// <summary>Daily freezes kept.</summary>
    internal const int Days = 62;

    /// <summary>Hourly freezes kept.</summary>
    internal const int Hours = 254;

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (InstantOf(meter, id, now) is not { } instant) return false;
        return id.Di2 == 0x04 ? TryWriteHour(meter, id.Di1, instant, ref data) : TryWriteItem(meter, id.Di1, instant, ref data);
    }

    private static DateTimeOffset? InstantOf(SimulatedMeter meter, Identifier id, DateTimeOffset now) => (id.Di2, (int)id.Di0) switch
    {
        (0x01, var record) => meter.InstantFreeze(record),
        (0x04, >= 1 and <= Hours and var record) => MeterCalendar.FullHour(meter, now, record - 1),
        (0x06, >= 1 and <= Days and var record) => meter.MidnightBefore(now, record - 1),
        _ => null,
    };

    private static bool TryWriteHour(SimulatedMeter meter, byte item, DateTimeOffset instant, ref PlainWriter data)
    {
        if (item is > 2 and not Identifier.Block) return false;
        if (item is 0 or Identifier.Block) data.Minute(meter.ClockAt(instant));
        if (item is 1 or Identifier.Block) EnergyItems.Write(meter.RegistersAt(instant), 1, 0, ref data);
        if (item is 2 or Identifier.Block) EnergyItems.Write(meter.RegistersAt(instant), 2, 0, ref data);
        return true;
    }

    private static bool TryWriteItem(SimulatedMeter meter, byte item, DateTimeOffset instant, ref PlainWriter data)
    {
        switch (item)
        {
            case 0x00:
                data.Minute(meter.ClockAt(instant));
                return true;
            case >= 0x01 and <= 0x08:
                return EnergyItems.TryWriteTariffs(meter, item, instant, ref data);
            case 0x09 or 0x0A:
                return DemandItems.TryWriteTariffs(meter, item == 0x0A, instant, ref data);
            case 0x10:
                VariableItems.WritePowers(meter, instant, ref data);
                return true;
            case Identifier.Block:
                return TryWriteAll(meter, instant, ref data);
            default:
                return false;
        }
    }

    // The mode word 83H selects forward, reverse and the variables.
    private static bool TryWriteAll(SimulatedMeter meter, DateTimeOffset instant, ref PlainWriter data)
    {
        data.Minute(meter.ClockAt(instant));
        var written = EnergyItems.TryWriteTariffs(meter, 1, instant, ref data) && EnergyItems.TryWriteTariffs(meter, 2, instant, ref data);
        VariableItems.WritePowers(meter, instant, ref data);
        return written;
    }
}
