using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Polling;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace AmrCollector.Gaps;

/// <summary>
/// Which slots a local day has: one a day or on some days of the month, or one every so often from local midnight, so that a day
/// of 23, 24 or 25 hours has 92, 96 or 100 quarter-hours. Pure.
/// </summary>
public sealed class SlotSchedule
{
    private static readonly ZoneLocalMappingResolver FirstThatExists =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly TimeSpan? _period;
    private readonly LocalTime? _time;
    private readonly MeterClock _clock;
    private readonly IReadOnlyList<int> _days;

    private SlotSchedule(string text, TimeSpan? period, LocalTime? time, MeterClock clock, IReadOnlyList<int> days) =>
        (Text, _period, _time, _clock, _days) = (text, period, time, clock, days);

    /// <summary>Its name: every/900, at/00:10:00, midnight/standard, each of the last two also with days of the month, as in midnight/standard/1,15.</summary>
    public string Text { get; }

    /// <summary>Time from one slot to the next; a day for those of whole days.</summary>
    public TimeSpan Step => _period ?? TimeSpan.FromDays(1);

    /// <summary>True when a day may have several slots.</summary>
    public bool IsPeriodic => _period is not null;

    /// <summary>Every <paramref name="period"/> from the site's midnight; a shorter one than a minute is accounted by the minute.</summary>
    public static SlotSchedule Every(TimeSpan period)
    {
        var whole = TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling(period.TotalMinutes)));
        return new(string.Create(CultureInfo.InvariantCulture, $"every/{(long)whole.TotalSeconds}"), whole, null, default, []);
    }

    /// <summary>At the midnight of the meter's clock; on <paramref name="days"/> of the month, none: every day.</summary>
    public static SlotSchedule Midnight(MeterClock clock, params IReadOnlyList<int> days) =>
        new($"midnight/{clock.WireName()}{Suffix(days)}", null, null, clock, days);

    /// <summary>At a local time of the site; on <paramref name="days"/> of the month, none: every day.</summary>
    public static SlotSchedule At(LocalTime time, params IReadOnlyList<int> days) =>
        new($"at/{LocalTimePattern.ExtendedIso.Format(time)}{Suffix(days)}", null, time, default, days);

    /// <summary>Reads <see cref="Text"/>; <see cref="FormatException"/> when it is none.</summary>
    public static SlotSchedule Parse(string text)
    {
        var parts = text.Split('/');
        IReadOnlyList<int> days = parts.Length > 2 ? [.. parts[2].Split(',').Select(day => int.Parse(day, CultureInfo.InvariantCulture))] : [];
        return parts switch
        {
            ["every", var seconds] => Every(TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))),
            ["midnight", var clock, ..] when WireNames.TryParse<MeterClock>(clock, out var known) => Midnight(known, days),
            ["at", var time, ..] => At(LocalTimePattern.ExtendedIso.Parse(time).Value, days),
            _ => throw new FormatException($"'{text}' is no schedule of slots"),
        };
    }

    /// <summary>How many slots the local day <paramref name="date"/> has.</summary>
    public int Count(LocalDate date, DateTimeZone zone)
    {
        if (_period is not { } period) return IsOn(date) ? 1 : 0;
        var length = Begin(date.PlusDays(1), zone) - Begin(date, zone);
        return (int)((length.Ticks + period.Ticks - 1) / period.Ticks);
    }

    /// <summary>The instant of the slot, UTC.</summary>
    public DateTimeOffset InstantOf(LocalDate date, int index, DateTimeZone zone)
    {
        if (_period is { } period) return Begin(date, zone) + (index * period);
        return _time is { } time
            ? zone.ResolveLocal(date + time, FirstThatExists).ToInstant().ToDateTimeOffset()
            : MeterTime.ToInstant(date.ToDateTimeUnspecified(), _clock, zone);
    }

    /// <summary>The slot whose time has come last at <paramref name="instant"/>; null on a day that has none.</summary>
    public (LocalDate Date, int Index)? Find(DateTimeOffset instant, DateTimeZone zone)
    {
        var date = _time is null && _period is null ? MeterTime.DateOf(instant, _clock, zone) : Instant.FromDateTimeOffset(instant).InZone(zone).Date;
        if (_period is { } period) return (date, (int)((instant - Begin(date, zone)).Ticks / period.Ticks));
        if (_time is not null && InstantOf(date, 0, zone) > instant) date = date.PlusDays(-1);
        return IsOn(date) ? (date, 0) : null;
    }

    /// <summary>How many slots of the day are due at <paramref name="now"/>.</summary>
    public int CountDue(LocalDate date, DateTimeOffset now, DateTimeZone zone)
    {
        var count = Count(date, zone);
        if (count == 0 || InstantOf(date, 0, zone) > now) return 0;
        if (_period is not { } period) return count;
        return (int)Math.Min(count, ((now - Begin(date, zone)).Ticks / period.Ticks) + 1);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static DateTimeOffset Begin(LocalDate date, DateTimeZone zone) => zone.AtStartOfDay(date).ToInstant().ToDateTimeOffset();

    private static string Suffix(IReadOnlyList<int> days) => days.Count == 0 ? "" : "/" + string.Join(',', days);

    private bool IsOn(LocalDate date)
    {
        if (_days.Count == 0) return true;
        var last = date.Calendar.GetDaysInMonth(date.Year, date.Month);
        foreach (var day in _days)
            if (date.Day == Math.Min(day, last)) return true;
        return false;
    }
}
