namespace AmrCollector.Simulator.Dlt645;

/// <summary>Voltage quality 031000nn (total) and 031001..03nn (phases): this month and the last twelve, 27 bytes (dossier §11).</summary>
internal static class QualityItems
{
    private const int Months = 12;
    private const int MinutesInDay = 1440;

    internal static void Write(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (id.Di1 > meter.Kind.Phases || id.Di0 > Months) return;
        var (begin, end) = (MeterCalendar.PeriodEnd(meter, now, id.Di0 + 1), MeterCalendar.PeriodEnd(meter, now, id.Di0));
        var phase = Math.Max(0, id.Di1 - 1);
        data.Bcd((long)(end - begin).TotalMinutes, 3);
        data.Bcd(10_000, 3);
        data.Fill(0, 9);
        Extreme(meter, phase, begin + TimeSpan.FromMinutes(MinutesInDay / 2), ref data);
        Extreme(meter, phase, begin + TimeSpan.FromMinutes(MinutesInDay / 4), ref data);
    }

    // A voltage of that month and its MMDDhhmm.
    private static void Extreme(SimulatedMeter meter, int phase, DateTimeOffset at, ref PlainWriter data)
    {
        data.Bcd(meter.ValuesAt(at).DeciVolts(phase), 2);
        Dlt1997.Dictionary1997.WriteStamp(meter.ClockAt(at), ref data);
    }
}
