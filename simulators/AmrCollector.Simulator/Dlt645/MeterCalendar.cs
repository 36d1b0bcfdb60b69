namespace AmrCollector.Simulator.Dlt645;

/// <summary>The instants at which a meter froze its registers, by its own clock.</summary>
internal static class MeterCalendar
{
    /// <summary>Settlement days kept.</summary>
    internal const int Settlements = 12;

    /// <summary>Instant of period <paramref name="back"/>: 0 is now, 1 the newest day 1 00:00 that has passed.</summary>
    internal static DateTimeOffset PeriodEnd(SimulatedMeter meter, DateTimeOffset now, int back)
    {
        if (back == 0) return now;
        var shown = meter.ClockAt(now);
        var month = new DateTime(shown.Year, shown.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1 - back);
        return now - (DateTime.SpecifyKind(shown, DateTimeKind.Unspecified) - month);
    }

    /// <summary>Instant of the newest full hour minus <paramref name="back"/> hours.</summary>
    internal static DateTimeOffset FullHour(SimulatedMeter meter, DateTimeOffset now, int back)
    {
        var shown = meter.ClockAt(now);
        return now - TimeSpan.FromTicks(shown.Ticks % TimeSpan.TicksPerHour) - TimeSpan.FromHours(back);
    }
}
