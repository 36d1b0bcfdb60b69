using AmrCollector.Metering;
using NodaTime;
using NodaTime.TimeZones;

namespace AmrCollector.Polling;

/// <summary>Turns what a meter's clock shows into an instant (design.md §3, Time).</summary>
public static class MeterTime
{
    private static readonly ZoneLocalMappingResolver Lenient =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    /// <summary>The instant of <paramref name="shown"/>, UTC; an ambiguous local hour is taken as the earlier one.</summary>
    public static DateTimeOffset ToInstant(DateTime shown, MeterClock clock, DateTimeZone zone)
    {
        var local = LocalDateTime.FromDateTime(shown);
        return clock switch
        {
            MeterClock.Utc => local.InUtc().ToDateTimeOffset(),
            MeterClock.Local => zone.ResolveLocal(local, Lenient).ToInstant().ToDateTimeOffset(),
            _ => InStandardTime(local, zone),
        };
    }

    /// <summary>The date a meter's clock shows at <paramref name="instant"/>.</summary>
    public static LocalDate DateOf(DateTimeOffset instant, MeterClock clock, DateTimeZone zone)
    {
        var at = Instant.FromDateTimeOffset(instant);
        return clock switch
        {
            MeterClock.Utc => at.InUtc().Date,
            MeterClock.Local => at.InZone(zone).Date,
            _ => at.WithOffset(zone.GetZoneInterval(at).StandardOffset).Date,
        };
    }

    /// <summary>What a meter's clock should show at <paramref name="instant"/>.</summary>
    public static DateTime ToWallClock(DateTimeOffset instant, MeterClock clock, DateTimeZone zone)
    {
        var at = Instant.FromDateTimeOffset(instant);
        return clock switch
        {
            MeterClock.Utc => at.InUtc().ToDateTimeUnspecified(),
            MeterClock.Local => at.InZone(zone).ToDateTimeUnspecified(),
            _ => at.WithOffset(zone.GetZoneInterval(at).StandardOffset).LocalDateTime.ToDateTimeUnspecified(),
        };
    }

    private static DateTimeOffset InStandardTime(LocalDateTime local, DateTimeZone zone)
    {
        var guess = local.InUtc().ToInstant();
        var offset = zone.GetZoneInterval(guess).StandardOffset;
        return local.WithOffset(offset).ToInstant().ToDateTimeOffset();
    }
}
