using System.Collections.Frozen;
using NodaTime;

namespace AmrCollector.Validation;

/// <summary>Which local days are rest days: Saturdays, Sundays and holidays, less the workdays that make up for them (调休).</summary>
public sealed class SiteCalendar(DateTimeZone zone, IEnumerable<LocalDate>? holidays = null, IEnumerable<LocalDate>? workdays = null)
{
    private readonly FrozenSet<int> _holidays = Days(holidays);
    private readonly FrozenSet<int> _workdays = Days(workdays);

    /// <summary>No holidays, days cut at 00:00 UTC.</summary>
    public static SiteCalendar Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>The site's zone.</summary>
    public DateTimeZone Zone { get; } = zone;

    /// <summary>When the local day begins, UTC seconds since 1970.</summary>
    public long StartOf(LocalDate day) => Zone.AtStartOfDay(day).ToInstant().ToUnixTimeSeconds();

    /// <summary>Local days since 1970-01-01.</summary>
    internal static int Number(LocalDate day) => Period.DaysBetween(new LocalDate(1970, 1, 1), day);

    /// <summary>True on a rest day; <paramref name="day"/> counts local days since 1970-01-01.</summary>
    internal bool IsRest(int day)
    {
        if (_workdays.Count > 0 && _workdays.Contains(day)) return false;
        var weekday = (day + 3) % 7; // 1970-01-01 was a Thursday; 0 = Monday
        return weekday >= 5 || (_holidays.Count > 0 && _holidays.Contains(day));
    }

    private static FrozenSet<int> Days(IEnumerable<LocalDate>? days) =>
        (days ?? []).Select(Number).ToFrozenSet();
}
