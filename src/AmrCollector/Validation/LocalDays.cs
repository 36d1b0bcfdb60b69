using NodaTime;
using NodaTime.TimeZones;

namespace AmrCollector.Validation;

/// <summary>Turns instants into local day numbers; asks the zone only when its offset may have changed.</summary>
internal struct LocalDays(DateTimeZone zone)
{
    private long _from = long.MaxValue;
    private long _until = long.MinValue;
    private long _offset;

    /// <summary>Local days since 1970-01-01 at the UTC second.</summary>
    public int Of(long second)
    {
        if (second < _from || second >= _until) Look(second);
        return (int)Math.DivRem(second + _offset, 86400).Quotient;
    }

    private void Look(long second)
    {
        ZoneInterval interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(second));
        _from = interval.HasStart ? interval.Start.ToUnixTimeSeconds() : long.MinValue;
        _until = interval.HasEnd ? interval.End.ToUnixTimeSeconds() : long.MaxValue;
        _offset = interval.WallOffset.Seconds;
    }
}
