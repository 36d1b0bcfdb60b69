using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>Tells when a reading came, measured from its slot. Pure.</summary>
internal static class Arrivals
{
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);
    private static readonly LocalTime CutOff = new(8, 0);

    /// <summary>
    /// The bucket of a reading for the slot at <paramref name="slot"/> that came at <paramref name="at"/>; <paramref name="asked"/> is how long after the slot
    /// the plan asks for it.
    /// </summary>
    internal static Arrival Of(DateTimeOffset slot, DateTimeOffset at, TimeSpan asked, DateTimeZone zone)
    {
        if (at <= slot + asked + Round) return Arrival.FirstRound;
        var (day, local) = (Instant.FromDateTimeOffset(slot).InZone(zone).Date, Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime);
        if (local <= day.At(CutOff)) return Arrival.ByCutOff;
        var days = Period.DaysBetween(day, local.Date);
        return days <= 0 ? Arrival.SameDay : days < 2 ? Arrival.OnTime : Arrival.Late;
    }
}
