using NodaTime;

namespace AmrCollector.Validation;

/// <summary>How numbers and times are written in a verdict's sentence.</summary>
internal static class Wording
{
    /// <summary>At most four decimals, none without need.</summary>
    public static string Plain(decimal value) => value.ToString("0.####");

    /// <summary>"36 h", "90 min" or "12 s": the largest unit that fits.</summary>
    public static string Duration(long seconds) => seconds switch
    {
        >= 7200 => $"{Plain(seconds / 3600m)} h",
        >= 120 => $"{Plain(seconds / 60m)} min",
        _ => $"{seconds} s",
    };

    /// <summary>Local time of the site, to the minute.</summary>
    public static string Moment(long second, SiteCalendar calendar)
    {
        var local = Instant.FromUnixTimeSeconds(second).InZone(calendar.Zone).LocalDateTime;
        return $"{local.Year:0000}-{local.Month:00}-{local.Day:00} {local.Hour:00}:{local.Minute:00}";
    }
}
