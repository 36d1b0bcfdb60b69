using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>A freeze a 16H command appointed: mm hh DD MM, 99 for "every" (dossier §5.6).</summary>
/// <param name="Since">When it was appointed; nothing froze before.</param>
/// <param name="Minute">Minute of the hour.</param>
/// <param name="Hour">Hour, null for every one.</param>
/// <param name="Day">Day of the month, null for every one.</param>
/// <param name="Month">Month, null for every one.</param>
internal sealed record FreezeSchedule(DateTimeOffset Since, int Minute, int? Hour, int? Day, int? Month)
{
    private const byte Every = 0x99;
    private const int MostSteps = 800;

    /// <summary>Reads a pattern; null when it is none. 99 99 99 99 is no appointment but now.</summary>
    internal static FreezeSchedule? Parse(ReadOnlySpan<byte> pattern, DateTimeOffset now)
    {
        if (pattern.Length != 4 || !TryPart(pattern[0], 0, 59, out var minute) || minute is not { } everyHour) return null;
        if (!TryPart(pattern[1], 0, 23, out var hour) || !TryPart(pattern[2], 1, 31, out var day) || !TryPart(pattern[3], 1, 12, out var month)) return null;
        // "Every" may only stand above what is fixed: mm 99 DD 99 is no pattern.
        return (hour is null && day is not null) || (day is null && month is not null) ? null : new(now, everyHour, hour, day, month);
    }

    /// <summary>The instant of freeze <paramref name="record"/>, 1 the newest that has passed; null when there are not so many.</summary>
    internal DateTimeOffset? At(SimulatedMeter meter, DateTimeOffset now, int record)
    {
        var shown = meter.ClockAt(now);
        var at = new DateTime(shown.Year, shown.Month, shown.Day, shown.Hour, Minute, 0, DateTimeKind.Utc);
        var step = Hour is null ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        if (Hour is { } hour) at = at.Date + new TimeSpan(hour, Minute, 0);
        for (var i = 0; i < MostSteps; i++, at -= step)
        {
            var instant = now - (shown - at);
            if (instant < Since) return null;
            if (at > shown || (Day is { } day && at.Day != day) || (Month is { } month && at.Month != month)) continue;
            if (--record == 0) return instant;
        }

        return null;
    }

    private static bool TryPart(byte bcd, int least, int most, out int? part)
    {
        part = null;
        if (bcd == Every) return true;
        if (!Bcd.TryRead([bcd], out var value) || value < least || value > most) return false;
        part = (int)value;
        return true;
    }
}
