using AmrCollector.Metering;

namespace AmrCollector.Polling.Clocks;

/// <summary>How fast a meter's clock runs away, by a straight line through its measured offsets.</summary>
/// <param name="SecondsPerDay">Positive when it gains.</param>
/// <param name="Samples">Offsets it was drawn through.</param>
/// <param name="Over">From the first to the last of them.</param>
public sealed record ClockDrift(decimal SecondsPerDay, int Samples, TimeSpan Over)
{
    private const int Fewest = 3;
    private const decimal Jump = 15;
    private const decimal MostADay = 10;
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(12);

    /// <summary>
    /// The drift since the clock was set last: a step of more than 15 s, and 10 s a day between two offsets, is no drift. <paramref name="offsets"/> are oldest
    /// first, in seconds; null when they are fewer than three or lie within half a day: a meter shows whole seconds.
    /// </summary>
    public static ClockDrift? Of(IReadOnlyList<Observation> offsets)
    {
        var first = 0;
        for (var i = 1; i < offsets.Count; i++)
            if (Math.Abs(offsets[i].Value - offsets[i - 1].Value) > Jump + (MostADay * (decimal)(offsets[i].At - offsets[i - 1].At).TotalDays)) first = i;
        var count = offsets.Count - first;
        if (count < Fewest) return null;
        var over = offsets[^1].At - offsets[first].At;
        if (over < Shortest) return null;

        var (meanX, meanY) = (0m, 0m);
        for (var i = first; i < offsets.Count; i++) (meanX, meanY) = (meanX + Days(i), meanY + offsets[i].Value);
        (meanX, meanY) = (meanX / count, meanY / count);
        var (above, below) = (0m, 0m);
        for (var i = first; i < offsets.Count; i++)
        {
            var x = Days(i) - meanX;
            (above, below) = (above + (x * (offsets[i].Value - meanY)), below + (x * x));
        }

        return new(Math.Round(above / below, 3), count, over);

        decimal Days(int i) => (decimal)(offsets[i].At - offsets[first].At).Ticks / TimeSpan.TicksPerDay;
    }
}
