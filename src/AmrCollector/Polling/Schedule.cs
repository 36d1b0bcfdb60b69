using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace AmrCollector.Polling;

/// <summary>When a plan entry is due next. Pure: the caller brings the time and the zone.</summary>
public static class Schedule
{
    private static readonly ZoneLocalMappingResolver FirstThatExists =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The first due time strictly after <paramref name="after"/>, UTC.</summary>
    public static DateTimeOffset Next(Timing timing, DateTimeOffset after, DateTimeZone zone) => timing switch
    {
        Timing.Every every => NextPeriod(every.Period, after.ToInstant(), zone).ToDateTimeOffset(),
        Timing.At at => NextDay(at.Time, after.ToInstant(), zone, _ => true).ToDateTimeOffset(),
        Timing.Monthly monthly => NextDay(monthly.Time, after.ToInstant(), zone, date => IsReadingDay(date, monthly.Days)).ToDateTimeOffset(),
        _ => throw new ArgumentOutOfRangeException(nameof(timing)),
    };

    /// <summary>How far apart two due times usually lie.</summary>
    public static TimeSpan Distance(Timing timing) => timing switch
    {
        Timing.Every every => every.Period,
        Timing.Monthly monthly => TimeSpan.FromDays(30.4) / monthly.Days.Count,
        _ => TimeSpan.FromDays(1),
    };

    private static Instant NextPeriod(TimeSpan period, Instant after, DateTimeZone zone)
    {
        var date = after.InZone(zone).Date;
        var midnight = zone.AtStartOfDay(date).ToInstant();
        var passed = (after - midnight).BclCompatibleTicks / period.Ticks;
        var next = midnight + Duration.FromTicks((passed + 1) * period.Ticks);
        var tomorrow = zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
        return next < tomorrow ? next : tomorrow;
    }

    private static Instant NextDay(LocalTime time, Instant after, DateTimeZone zone, Func<LocalDate, bool> wanted)
    {
        for (var date = after.InZone(zone).Date; ; date = date.PlusDays(1))
        {
            if (!wanted(date)) continue;
            var due = zone.ResolveLocal(date + time, FirstThatExists).ToInstant();
            if (due > after) return due;
        }
    }

    private static bool IsReadingDay(LocalDate date, IReadOnlyList<int> days)
    {
        var last = date.Calendar.GetDaysInMonth(date.Year, date.Month);
        foreach (var day in days)
            if (date.Day == Math.Min(day, last)) return true;
        return false;
    }
}
