using System.Reflection;
using AmrCollector.Feed;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Polling.Clocks;
using AmrCollector.Service.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/v1/status</c>: the whole site on one page, as <c>amr status</c> shows it.</summary>
internal static class StatusApi
{
    private const int FurthestClocks = 10;

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site, Collection collection)
    {
        Following<CollectionSetup, LineForecast> forecast = new(() => site.Configuration.Setup, setup => new(setup));
        routes.MapGet("/v1/status", () =>
        {
            var (report, sinks) = (site.Report(), site.Sinks());
            var health = SiteHealth.Of(report, sinks, StatusTexts.English, collection.Events.Standing());
            return Results.Json(new
            {
                report.Site,
                report.At,
                report.Since,
                Version = typeof(StatusApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
                Health = new { health.Level, health.Sentence },
                Lines = report.Lines.Zip(forecast.Now().For(report.Lines)).Select(pair => LinesApi.AsJson(pair.First, pair.Second)),
                Readings = new { report.Accepted, report.Held, report.Rejected, report.Observations },
                Backlog = report.Lines.Sum(line => (long)line.Backlog),
                Ledger = new { report.Entries, report.Head, Writable = report.LedgerTrouble is null, Trouble = report.LedgerTrouble },
                Sinks = sinks.Select(sink => new { sink.Name, sink.Lag, sink.Trouble, sink.Disabled }),
                Alarms = collection.Events.Standing(),
                Clocks = Clocks(collection.Clocks(FurthestClocks), collection.Observations, report.At),
            });

            object Clocks(ClockReport clocks, ObservationStore observations, DateTimeOffset now) => new
            {
                Trusted = clocks.Trust.IsTrusted,
                SetsMeters = clocks.Trust.MaySet && clocks.Sync != ClockSync.Off,
                Why = clocks.Trust.Why.Length > 0 ? clocks.Trust.Why : null,
                clocks.Sync,
                clocks.Measured,
                Furthest = clocks.Furthest.Select(offset => new
                {
                    Meter = offset.Meter.Value,
                    Line = site.Configuration.Setup.ById.GetValueOrDefault(offset.Meter)?.Line,
                    OffsetSeconds = Math.Round((decimal)offset.Offset.TotalSeconds, 3),
                    MeasuredAt = offset.At,
                    ClockState.Of(observations, offset.Meter, now)?.DriftSecondsPerDay,
                }),
            };
        }).WithName("status").WithSummary("Health, lines, ledger, sinks, alarms and clocks on one page");
    }
}
