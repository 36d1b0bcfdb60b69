using System.Diagnostics;
using System.Reflection;
using AmrCollector.Feed;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Web.Gaps;
using AmrCollector.Service.Web.Kpis;
using AmrCollector.Service.Web.Review;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/metrics</c>: the collector's numbers for Prometheus. No label grows with the number of meters.</summary>
internal static class Metrics
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Maps <c>/metrics</c>, which tells <paramref name="numbers"/>.</summary>
    public static void Map(IEndpointRouteBuilder routes, Func<PrometheusText> numbers) => routes.MapGet("/metrics", async context =>
    {
        context.Response.ContentType = ContentType;
        await numbers().WriteAsync(context.Response.BodyWriter, context.RequestAborted);
    });

    /// <summary>Every number of the collector, taken now each time it is asked.</summary>
    public static Func<PrometheusText> Of(SiteView site, Collection collection, TimeProvider time)
    {
        Following<CollectionSetup, LineForecast> forecast = new(() => site.Configuration.Setup, setup => new(setup));
        return () =>
        {
            var (report, text) = (site.Report(), new PrometheusText());
            Write(text, report, site.Sinks(), forecast.Now().For(report.Lines));
            CollectionMetrics.Write(text, collection);
            GapMetrics.Write(text, collection.Gaps.Totals(time.GetUtcNow()));
            KpiMetrics.Write(text, collection.Gaps, time.GetUtcNow());
            ReviewMetrics.Write(text, collection.Review);
            return text;
        };
    }

    /// <summary>What a report says; <paramref name="loads"/> are what was predicted for each line.</summary>
    public static void Write(PrometheusText text, CollectionReport report, IReadOnlyList<FeedSinkReport> sinks, IReadOnlyList<LineLoad> loads)
    {
        var version = typeof(Metrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        text.Gauge("amr_build_info", "What is running.").Sample(1, ("version", version));
        text.Gauge("amr_start_time_seconds", "When collecting began.").Sample(report.Since.ToUnixTimeMilliseconds() / 1000.0);
        LineMetrics.Write(text, report.Lines, loads);
        text.Counter("amr_repeats_total", "Registers since the start that the ledger had already.").Sample(report.Repeats);
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
}
