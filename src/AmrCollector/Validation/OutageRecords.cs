using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// Outages out of the newest record of a meter's outages (03 11 00 01 of DL/T 645-2007), which is polled as two numbers, YYMMDDhhmmss by the
/// meter's clock. Pure.
/// </summary>
public static class OutageRecords
{
    /// <summary>When the newest outage began.</summary>
    public static ObisCode Began { get; } = ObisCode.Parse("0-0:96.7.10");

    /// <summary>When it ended.</summary>
    public static ObisCode Ended { get; } = ObisCode.Parse("0-0:96.7.11");

    /// <summary>The outages, each once, by time.</summary>
    /// <param name="series">What was polled of an item, oldest first.</param>
    /// <param name="toInstant">From what the meter's clock shows to an instant.</param>
    public static IReadOnlyList<MeterEvent> Of(Func<ObisCode, IReadOnlyList<Observation>> series, Func<DateTime, DateTimeOffset> toInstant)
    {
        var ends = series(Ended).ToDictionary(told => told.At, told => told.Value);
        SortedDictionary<DateTimeOffset, DateTimeOffset> outages = [];
        foreach (var began in series(Began))
        {
            if (!ends.TryGetValue(began.At, out var ended) || Stamp(began.Value) is not { } from || Stamp(ended) is not { } until || until <= from) continue;
            outages[toInstant(from)] = toInstant(until);
        }

        return [.. outages.Select(outage => new MeterEvent(MeterEventKind.PowerOutage, outage.Key, outage.Value))];
    }

    /// <summary>YYMMDDhhmmss as a time; null when it is none.</summary>
    public static DateTime? Stamp(decimal number)
    {
        if (number is < 101_000_000 or > 991_231_235_959 || decimal.Truncate(number) != number) return null;
        var whole = (long)number;
        var (year, month, day) = (2000 + (int)(whole / 10_000_000_000), (int)(whole / 100_000_000 % 100), (int)(whole / 1_000_000 % 100));
        var (hour, minute, second) = ((int)(whole / 10_000 % 100), (int)(whole / 100 % 100), (int)(whole % 100));
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;
        return new(year, month, day, hour, minute, second);
    }
}
