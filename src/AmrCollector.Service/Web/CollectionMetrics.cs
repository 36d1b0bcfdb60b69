namespace AmrCollector.Service.Web;

/// <summary>Numbers that are asked of the collection itself, line by line: what was judged, and how far clocks are off.</summary>
internal static class CollectionMetrics
{
    public static void Write(PrometheusText text, Collection collection)
    {
        text.Counter("amr_readings_total", "Judged registers since the start.");
        foreach (var (line, accepted, held, rejected) in collection.Judged())
            text.Sample(accepted, ("line", line), ("quality", "accepted")).Sample(held, ("line", line), ("quality", "held")).Sample(rejected, ("line", line), ("quality", "rejected"));
        text.Gauge("amr_clock_drift_seconds", "How far meters' clocks are off, without the sign, where that is known: the middle one of a line, and the worst.");
        foreach (var (line, median, most) in collection.ClockDrift())
            text.Sample(median.TotalSeconds, ("line", line), ("of", "median")).Sample(most.TotalSeconds, ("line", line), ("of", "max"));
    }
}
