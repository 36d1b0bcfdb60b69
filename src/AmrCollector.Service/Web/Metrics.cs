using System.Diagnostics;
using System.Reflection;
using AmrCollector.Feed;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/metrics</c>: the collector's numbers for Prometheus. No label grows with the number of meters.</summary>
public static class Metrics
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Maps <c>/metrics</c>; <paramref name="more"/> is put at its end.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site, Func<string> more)
    {
        Following<CollectionSetup, LineForecast> forecast = new(() => site.Configuration.Setup, setup => new(setup));
        routes.MapGet("/metrics", () =>
        {
            var report = site.Report();
            return Results.Text(Render(report, site.Sinks(), forecast.Now().For(report.Lines)) + more(), ContentType);
        });
    }

    /// <summary>The text; <paramref name="loads"/> are what was predicted for each line.</summary>
    public static string Render(CollectionReport report, IReadOnlyList<FeedSinkReport> sinks, IReadOnlyList<LineLoad> loads)
    {
        PrometheusText text = new();
        var version = typeof(Metrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        text.Gauge("amr_build_info", "What is running.").Sample(1, ("version", version));
        text.Gauge("amr_start_time_seconds", "When collecting began.").Sample(report.Since.ToUnixTimeMilliseconds() / 1000.0);
        Lines(text, report.Lines, loads);
        text.Counter("amr_readings_total", "Judged registers since the start.")
            .Sample(report.Accepted, ("quality", "accepted")).Sample(report.Held, ("quality", "held"))
            .Sample(report.Rejected, ("quality", "rejected")).Sample(report.Repeats, ("quality", "repeat"));
        Gateways(text, report);
        ListenerMetrics.Write(text, report.Listeners);
        text.Counter("amr_observations_total", "Momentary values stored since the start.").Sample(report.Observations);
        ReadingMetrics.Write(text, report);
        text.Gauge("amr_ledger_entries", "Entries in the ledger.").Sample(report.Entries);
        text.Gauge("amr_clock_trusted", "1 while the collector's own clock is synchronised and agrees with most meters.").Sample(report.ClockTrouble is null ? 1 : 0);
        text.Gauge("amr_ledger_writable", "1 while the ledger can be written.").Sample(report.LedgerTrouble is null ? 1 : 0);
        SinkMetrics.Write(text, sinks, report.At);
        using var process = Process.GetCurrentProcess();
        text.Counter("process_cpu_seconds_total", "CPU time of the process.").Sample(process.TotalProcessorTime.TotalSeconds);
        text.Gauge("process_resident_memory_bytes", "Memory of the process.").Sample(process.WorkingSet64);
        return text.ToString();
    }

    private static void Gateways(PrometheusText text, CollectionReport report)
    {
        if (report.Brokers.Count > 0) text.Gauge("amr_broker_up", "1 while the MQTT broker is connected.");
        foreach (var (broker, state) in report.Brokers) text.Sample(state.IsConnected ? 1 : 0, ("broker", broker));
        if (report.Brokers.Count > 0) text.Gauge("amr_broker_messages_held", "Messages handed over and not yet acknowledged to the broker.");
        foreach (var (broker, state) in report.Brokers) text.Sample(state.Held, ("broker", broker));
        if (report.Reports is not { } reports) return;
        text.Counter("amr_reports_total", "Messages of reporting gateways by what became of them.")
            .Sample(reports.Stored, ("outcome", "stored")).Sample(reports.Refused, ("outcome", "refused"));
    }

    private static void Lines(PrometheusText text, IReadOnlyList<LineReport> lines, IReadOnlyList<LineLoad> loads)
    {
        Each(text.Gauge("amr_bus_up", "1 while the line is open."), lines, line => line.Up ? 1 : 0);
        Each(text.Gauge("amr_bus_utilization_ratio", "Share of the time the line was in an exchange."), lines, line => line.Utilisation);
        text.Gauge("amr_bus_predicted_cycle_seconds", "One round of the most frequent plan, by wire arithmetic.");
        foreach (var load in loads) text.Sample(load.Cycle.TotalSeconds, ("line", load.Line));
        text.Gauge("amr_bus_cycle_seconds", "The newest such round as it was: bus time over all meters.");
        foreach (var line in lines.Where(line => line.Cycle is not null)) text.Sample(line.Cycle!.Value.TotalSeconds, ("line", line.Line));
        Each(text.Counter("amr_line_lost_seconds_total", "Bus time spent on meters that did not answer."), lines, line => line.Lost.TotalSeconds);
        text.Counter("amr_requests_total", "Exchanges by how they ended.");
        foreach (var line in lines)
        {
            text.Sample(line.Answered, ("line", line.Line), ("outcome", "ok"))
                .Sample(line.Silent, ("line", line.Line), ("outcome", "timeout"))
                .Sample(line.Refused, ("line", line.Line), ("outcome", "exception"));
        }

        Each(text.Counter("amr_foreign_frames_total", "Frames set aside: echoes, late and foreign replies."), lines, line => line.Foreign);
        Each(text.Counter("amr_noise_bytes_total", "Bytes that belonged to no frame."), lines, line => line.NoiseBytes);
        text.Gauge("amr_meters", "Meters by state.");
        foreach (var line in lines)
        {
            text.Sample(line.Answering, ("line", line.Line), ("state", "ok"))
                .Sample(line.Dead, ("line", line.Line), ("state", "open_circuit"))
                .Sample(Math.Max(0, line.Meters - line.Answering - line.Dead), ("line", line.Line), ("state", "unknown"));
        }

        Each(text.Gauge("amr_backlog_records", "Freeze records still to be fetched from the meters."), lines, line => line.Backlog);
        text.Gauge("amr_last_answer_timestamp_seconds", "When the last reply came.");
        foreach (var line in lines.Where(line => line.LastAnswer is not null))
            text.Sample(line.LastAnswer!.Value.ToUnixTimeMilliseconds() / 1000.0, ("line", line.Line));
    }

    private static void Each(PrometheusText text, IReadOnlyList<LineReport> lines, Func<LineReport, double> value)
    {
        foreach (var line in lines) text.Sample(value(line), ("line", line.Line));
    }
}
