using AmrCollector.Polling;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Service.Web;

/// <summary>The lines' part of <c>/metrics</c>.</summary>
internal static class LineMetrics
{
    /// <summary>Writes it; <paramref name="loads"/> are what was predicted for each line.</summary>
    public static void Write(PrometheusText text, IReadOnlyList<LineReport> lines, IReadOnlyList<LineLoad> loads)
    {
        Each(text.Gauge("amr_bus_up", "1 while the line is open."), lines, line => line.Up ? 1 : 0);
        Each(text.Gauge("amr_bus_utilization_ratio", "Share of the time the line was in an exchange."), lines, line => line.Utilisation);
        Cycles(text, lines, loads);
        Each(text.Counter("amr_line_lost_seconds_total", "Bus time spent on meters that did not answer."), lines, line => line.Lost.TotalSeconds);
        Requests(text, lines);
        Each(text.Counter("amr_foreign_frames_total", "Frames set aside: echoes, late and foreign replies."), lines, line => line.Foreign);
        Each(text.Counter("amr_noise_bytes_total", "Bytes that belonged to no frame."), lines, line => line.NoiseBytes);
        Meters(text, lines);
        Each(text.Gauge("amr_backlog_records", "Freeze records still to be fetched from the meters."), lines, line => line.Backlog);
        text.Gauge("amr_last_answer_timestamp_seconds", "When the last reply came.");
        text.Samples(lines.Where(line => line.LastAnswer is not null)
            .Select(line => MetricSample.Of(line.LastAnswer!.Value.ToUnixTimeMilliseconds() / 1000.0, ("line", line.Line))));
    }

    private static void Cycles(PrometheusText text, IReadOnlyList<LineReport> lines, IReadOnlyList<LineLoad> loads)
    {
        text.Gauge("amr_bus_predicted_cycle_seconds", "One round of the most frequent plan, by wire arithmetic.");
        text.Samples(loads.Select(load => MetricSample.Of(load.Cycle.TotalSeconds, ("line", load.Line))));
        text.Gauge("amr_bus_last_cycle_seconds", "The newest such round as it was: bus time over all meters.");
        text.Samples(lines.Where(line => line.Cycle is not null).Select(line => MetricSample.Of(line.Cycle!.Value.TotalSeconds, ("line", line.Line))));
        text.Histogram("amr_bus_cycle_seconds", "All such rounds since the start.");
        text.Samples(lines.SelectMany(line => HistogramSamples.Of(line.Cycles, ("line", line.Line))));
    }

    private static void Requests(PrometheusText text, IReadOnlyList<LineReport> lines)
    {
        text.Counter("amr_requests_total", "Exchanges by protocol and by how they ended: ok, timeout, checksum (bytes came, no frame), mismatch (only others' frames), exception (refused), late (an earlier request's reply).");
        text.Samples(lines.SelectMany(line => line.Requests.Select(ended =>
            MetricSample.Of(ended.Count, ("line", line.Line), ("protocol", ended.Protocol), ("outcome", ended.End.ToString().ToLowerInvariant())))));
        text.Histogram("amr_request_seconds", "One exchange, from the request to its reply or its deadline.");
        text.Samples(lines.SelectMany(line => HistogramSamples.Of(line.RequestTimes, ("line", line.Line))));
    }

    private static void Meters(PrometheusText text, IReadOnlyList<LineReport> lines)
    {
        text.Gauge("amr_meters", "Meters by state: ok, degraded (the last exchange failed), open_circuit (silent by time and count), suspended (their line is away, nobody asks), unknown (not asked yet).");
        text.Samples(lines.SelectMany(States));
    }

    private static IEnumerable<MetricSample> States(LineReport line)
    {
        var rest = Math.Max(0, line.Meters - line.Answering - line.Dead - line.Degraded);
        yield return MetricSample.Of(line.Up ? line.Answering : 0, ("line", line.Line), ("state", "ok"));
        yield return MetricSample.Of(line.Up ? line.Degraded : 0, ("line", line.Line), ("state", "degraded"));
        yield return MetricSample.Of(line.Dead, ("line", line.Line), ("state", "open_circuit"));
        yield return MetricSample.Of(line.Up ? 0 : line.Meters - line.Dead, ("line", line.Line), ("state", "suspended"));
        yield return MetricSample.Of(line.Up ? rest : 0, ("line", line.Line), ("state", "unknown"));
    }

    private static void Each(PrometheusText text, IReadOnlyList<LineReport> lines, Func<LineReport, double> value) =>
        text.Samples(lines.Select(line => MetricSample.Of(value(line), ("line", line.Line))));
}
