using AmrCollector.Gaps;

namespace AmrCollector.Service.Web.Kpis;

/// <summary>Yesterday's figures for Prometheus, by line.</summary>
internal static class KpiMetrics
{
    /// <summary>Writes them; names without numbers before anything was due.</summary>
    public static void Write(PrometheusText text, GapReader gaps, DateTimeOffset now)
    {
        var yesterday = gaps.DayOf(now).AddDays(-1);
        var rows = gaps.Kpis(new() { From = yesterday, To = yesterday }, GapSplit.Line, now);
        text.Gauge("amr_kpi_ratio", "Yesterday's figures: firstAttempt, daily, sameDay, completeness, actual, estimated, missed, onTime, error.");
        foreach (var row in rows)
        {
            foreach (var (name, share) in Shares(row))
                if (share is { } known) text.Sample((double)known, ("line", row.Line ?? ""), ("kpi", name));
        }

        text.Gauge("amr_kpi_due", "Readings that were due yesterday.");
        foreach (var row in rows) text.Sample(row.Due, ("line", row.Line ?? ""));
    }

    private static (string Name, decimal? Share)[] Shares(Kpi row) =>
    [
        ("firstAttempt", row.FirstShare), ("daily", row.DailyShare), ("sameDay", row.SameDayShare), ("completeness", row.Completeness),
        ("actual", row.ActualShare), ("estimated", row.EstimatedShare), ("missed", row.MissedShare), ("onTime", row.OnTimeShare), ("error", row.ErrorShare),
    ];
}
