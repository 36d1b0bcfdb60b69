using AmrCollector.Gaps;
using AmrCollector.Polling.Clocks;
using NodaTime;

namespace AmrCollector;

/// <summary>A local day of a load profile: its intervals and the boundaries between them.</summary>
internal sealed class ProfileSpan
{
    private readonly DateTimeZone _zone;

    internal ProfileSpan(SlotSchedule schedule, LocalDate day, DateTimeZone zone)
    {
        (_zone, Step, Count) = (zone, schedule.Step, schedule.Count(day, zone));
        Boundaries = [.. Enumerable.Range(0, Count).Select(index => schedule.InstantOf(day, index, zone)), schedule.InstantOf(day.PlusDays(1), 0, zone)];
    }

    /// <summary>Length of an interval.</summary>
    internal TimeSpan Step { get; }

    /// <summary>Intervals: 92, 96 or 100 quarter-hours.</summary>
    internal int Count { get; }

    /// <summary>Beginning of each interval and the end of the day, UTC.</summary>
    internal IReadOnlyList<DateTimeOffset> Boundaries { get; }

    internal DateTimeOffset Start => Boundaries[0];

    internal DateTimeOffset End => Boundaries[^1];

    internal bool IsOnGrid(DateTimeOffset at) => (at - Start).Ticks % Step.Ticks == 0;

    internal int BoundaryOf(DateTimeOffset at) => (int)((at - Start).Ticks / Step.Ticks);

    internal decimal PositionOf(DateTimeOffset at) => (decimal)(at - Start).Ticks / Step.Ticks;

    internal DateTimeOffset InstantOf(int boundary) => Start + (boundary * Step);

    /// <summary>True when a change of the meter's clock at that moment may have moved an end of the interval: the collector moves no clock by more than five minutes.</summary>
    internal bool IsTouched(int interval, DateTimeOffset changedAt) =>
        InstantOf(interval) < changedAt + ClockSettings.MostLimit && InstantOf(interval + 1) > changedAt - ClockSettings.MostLimit;

    /// <summary>Which interval of its own local day it is, counted from that day's midnight.</summary>
    internal int IndexOfDay(int interval)
    {
        var at = Instant.FromDateTimeOffset(InstantOf(interval));
        var midnight = _zone.AtStartOfDay(at.InZone(_zone).Date).ToInstant();
        return (int)((at - midnight).TotalTicks / Step.Ticks);
    }
}
