namespace AmrCollector.Service.Web;

/// <summary>What became of readings: how fresh, what the rules said, what the ledger holds. The labels are lines and rules, never meters.</summary>
internal static class ReadingMetrics
{
    public static void Write(PrometheusText text, CollectionReport report)
    {
        text.Gauge("amr_reading_age_seconds", "Age of the newest reading.");
        foreach (var (line, newest) in report.Newest) text.Sample(Math.Max(0, (report.At - newest).TotalSeconds), ("line", line));
        text.Gauge("amr_line_stale", "1 while the newest reading is older than the site's objective.");
        foreach (var line in report.Lines) text.Sample(report.Stale.Contains(line.Line) ? 1 : 0, ("line", line.Line));
        text.Counter("amr_vee_results_total", "Judged registers by each rule that had a say and what was decided, since the start.");
        foreach (var (rule, judgement, count) in report.Rules) text.Sample(count, ("rule", rule), ("result", judgement.ToString().ToLowerInvariant()));
        text.Counter("amr_ledger_appends_total", "Entries appended since the start, revisions and estimates among them.").Sample(report.Appended);
        text.Histogram("amr_ledger_fsync_seconds", "One commit of the ledger to disk.").Distribution(report.Commits);
        text.Gauge("amr_ledger_bytes", "Size of the ledger's files.").Sample(report.LedgerBytes);
        text.Gauge("amr_disk_free_bytes", "Free on the disk of the data folder.").Sample(report.DiskFree);
    }
}
