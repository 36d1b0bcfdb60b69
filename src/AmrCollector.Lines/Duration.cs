using System.Globalization;

namespace AmrCollector.Lines;

/// <summary>Lengths of time as people write them: <c>300ms</c>, <c>2s</c>, <c>1.5s</c>, <c>5m</c>, <c>6h</c>.</summary>
public static class Duration
{
    private static readonly (string Suffix, long Ticks)[] Scales =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    /// <summary>Reads a number with one of the suffixes ms, s, m, h; not negative, at most 10,000 hours, to 100 ns.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = default;
        foreach (var (suffix, ticks) in Scales)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || amount > 10_000m * TimeSpan.TicksPerHour / ticks)
                return false;
            time = TimeSpan.FromTicks((long)(amount * ticks));
            return true;
        }

        return false;
    }

    /// <summary>The shortest exact text that <see cref="TryParse"/> reads back.</summary>
    public static string Show(TimeSpan time)
    {
        var (suffix, ticks) = time.Ticks switch
        {
            0 => Scales[0],
            var all when all % TimeSpan.TicksPerHour == 0 => Scales[1],
            var all when all % TimeSpan.TicksPerMinute == 0 => Scales[2],
            var all when all % TimeSpan.TicksPerSecond == 0 => Scales[3],
            _ => Scales[0],
        };
        return ((decimal)time.Ticks / ticks).ToString("0.####", CultureInfo.InvariantCulture) + suffix;
    }
}
