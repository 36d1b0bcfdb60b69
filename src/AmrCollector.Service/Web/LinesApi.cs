using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/v1/lines</c>: each line and what it is doing.</summary>
public static class LinesApi
{
    /// <summary>Maps <c>/v1/lines</c> and <c>/v1/lines/{name}</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site)
    {
        Following<CollectionSetup, LineForecast> forecast = new(() => site.Configuration.Setup, setup => new(setup));
        routes.MapGet("/v1/lines", () =>
        {
            var report = site.Report();
            var loads = forecast.Now().For(report.Lines);
            var lines = report.Lines.Zip(loads).Select(pair => AsJson(pair.First, pair.Second));
            return Results.Json(new { report.Site, report.At, report.Since, Lines = lines, Listeners = report.Listeners.Select(ListenerBody.Of) });
        });
        routes.MapGet("/v1/lines/{name}", (string name) => site.Report() is var report && report.Lines.FirstOrDefault(line => line.Line == name) is { } line
            ? Results.Json(AsJson(line, forecast.Now().For(report.Lines).First(load => load.Line == name)))
            : Results.Problem($"No line is called '{name}'.", statusCode: StatusCodes.Status404NotFound, title: "No such line"));
    }

    /// <summary>One line as the API shows it.</summary>
    internal static object AsJson(LineReport line, LineLoad load) => new
    {
        line.Line,
        line.Uri,
        line.Up,
        line.Why,
        line.Meters,
        line.Answering,
        line.Dead,
        line.Answered,
        line.Refused,
        line.Silent,
        line.Foreign,
        line.NoiseBytes,
        line.Backlog,
        Utilisation = Math.Round(line.Utilisation, 4),
        line.LastAnswer,
        LostSeconds = Seconds(line.Lost),
        TurnRoundSeconds = Seconds(line.TurnRound),
        Retries = Math.Round(line.Retries, 4),
        CycleSeconds = Seconds(line.Cycle),
        PredictedCycleSeconds = Seconds(load.Cycle),
        DueSeconds = Seconds(load.Due),
        PredictedUtilisation = Math.Round(load.Busy, 4),
        load.Fits,
    };

    private static double? Seconds(TimeSpan? span) => span is { } known ? Math.Round(known.TotalSeconds, 3) : null;
}
