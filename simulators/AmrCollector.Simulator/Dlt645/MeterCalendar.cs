using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The instants at which a meter froze its registers, by its own clock and its settings.</summary>
internal static class MeterCalendar
{
    /// <summary>Settlement days kept.</summary>
    internal const int Settlements = 12;

    private const int MonthsLookedBack = 15;

    /// <summary>Instant of period <paramref name="back"/>: 0 is now, 1 the newest settlement day that has passed (day 1 00:00 unless it was set otherwise).</summary>
    internal static DateTimeOffset PeriodEnd(SimulatedMeter meter, DateTimeOffset now, int back)
    {
        if (back == 0) return now;
        var shown = meter.ClockAt(now);
        var month = new DateTime(shown.Year, shown.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        if (meter.Recalled is not { } memory || !HasOwnDays(memory)) return now - (shown - month.AddMonths(1 - back));
        var passed = Enumerable.Range(0, MonthsLookedBack).SelectMany(i => DaysIn(memory, month.AddMonths(-i))).Where(day => day <= shown)
            .OrderDescending().Skip(back - 1);
        return now - (shown - passed.FirstOrDefault(month.AddMonths(1 - back)));
    }

    /// <summary>Instant of the newest full hour minus <paramref name="back"/> hours.</summary>
    internal static DateTimeOffset FullHour(SimulatedMeter meter, DateTimeOffset now, int back)
    {
        var shown = meter.ClockAt(now);
        return now - TimeSpan.FromTicks(shown.Ticks % TimeSpan.TicksPerHour) - TimeSpan.FromHours(back);
    }

    /// <summary>Instant of the newest daily freeze minus <paramref name="back"/> days: midnight, or the time of 04001203.</summary>
    internal static DateTimeOffset DailyFreeze(SimulatedMeter meter, DateTimeOffset now, int back)
    {
        if (meter.Recalled?.Parameters.TryGetValue(0x04001203, out var set) != true || !Bcd.TryRead(set, out var time)) return meter.MidnightBefore(now, back);
        var at = new TimeSpan((int)(time / 100), (int)(time % 100), 0);
        return meter.MidnightBefore(now - at, back) + at;
    }

    private static bool HasOwnDays(MeterMemory memory)
    {
        for (var item = 0x04000B01u; item <= 0x04000B03; item++)
            if (memory.Parameters.ContainsKey(item)) return true;
        return false;
    }

    // DDhh, hour first on the wire; 9999 is none.
    private static IEnumerable<DateTime> DaysIn(MeterMemory memory, DateTime month)
    {
        for (var item = 0x04000B01u; item <= 0x04000B03; item++)
        {
            var written = memory.Parameters.TryGetValue(item, out var set);
            if (!written && item != 0x04000B01) continue;
            var (day, hour) = written && Bcd.TryRead(set, out var digits) ? ((int)(digits / 100), (int)(digits % 100)) : (1, 0);
            if (day is >= 1 and <= 28 && hour < 24) yield return month.AddDays(day - 1).AddHours(hour);
        }
    }
}
