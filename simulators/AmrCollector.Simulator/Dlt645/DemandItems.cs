using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Maximum demands 01xxxxxx with the time they occurred; three-phase meters only (dossier §10.2).</summary>
internal static class DemandItems
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        var tariffs = Identifier.Range(id.Di1, meter.TariffCount);
        var periods = Identifier.Range(id.Di0, MeterCalendar.Settlements);
        if (meter.Kind.Phases == 1 || id.Di2 is not (1 or 2)) return false;
        var start = data.Length;
        for (var tariff = tariffs.First; tariff <= tariffs.Last; tariff++)
            for (var back = periods.First; back <= periods.Last; back++) Write(meter, id.Di2 == 2, tariff, back, now, ref data);
        return data.Length > start;
    }

    /// <summary>Total and all tariffs of the month that ran at <paramref name="instant"/>.</summary>
    internal static bool TryWriteTariffs(SimulatedMeter meter, bool export, DateTimeOffset instant, ref PlainWriter data)
    {
        if (meter.Kind.Phases == 1) return false;
        for (var tariff = 0; tariff <= meter.TariffCount; tariff++) Write(meter, export, tariff, back: 0, instant, ref data);
        return true;
    }

    /// <summary>The running month's total, 8 bytes, whatever the meter has phases.</summary>
    internal static void WriteTotal(SimulatedMeter meter, bool export, DateTimeOffset now, ref PlainWriter data) =>
        Write(meter, export, tariff: 0, back: 0, now, ref data);

    /// <summary>
    /// The highest quarter of an hour in mW and its end; null when there was none. Period 0 runs since the newest settlement day or
    /// the last clearing; period n ended there n - 1 months ago and lasted a month.
    /// </summary>
    internal static (long Milliwatts, DateTimeOffset? At) MostOf(SimulatedMeter meter, bool export, int tariff, int back, DateTimeOffset now)
    {
        var (begin, end) = (MeterCalendar.PeriodEnd(meter, now, back + 1), MeterCalendar.PeriodEnd(meter, now, back));
        if (back == 0 && meter.Recalled?.DemandClearedAt is { } cleared && cleared > begin) begin = cleared;
        (long Milliwatts, DateTimeOffset? At) most = (0, null);
        for (var quarter = begin; quarter + Quarter <= end; quarter += Quarter)
        {
            if (tariff > 0 && Tariffs.At((quarter.UtcDateTime + meter.UtcOffset).Hour) != tariff - 1) continue;
            var milliwatts = meter.MilliwattsAt(quarter);
            if (export) milliwatts = -milliwatts;
            if (milliwatts > most.Milliwatts) most = (milliwatts, quarter + Quarter);
        }

        return most;
    }

    private static void Write(SimulatedMeter meter, bool export, int tariff, int back, DateTimeOffset now, ref PlainWriter data)
    {
        var (most, at) = MostOf(meter, export, tariff, back, now);
        data.Bcd(most / 100, 3);
        if (at is null) data.Fill(0, 5);
        else data.Minute(meter.ClockAt(at.Value));
    }
}
