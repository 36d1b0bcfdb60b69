using AmrCollector.Polling;
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
        routes.MapGet("/v1/lines", () =>
        {
            var report = site.Report();
            return Results.Json(new { report.Site, report.At, report.Since, Lines = report.Lines.Select(AsJson) });
        });
        routes.MapGet("/v1/lines/{name}", (string name) => site.Report().Lines.FirstOrDefault(line => line.Line == name) is { } line
            ? Results.Json(AsJson(line))
            : Results.Problem($"No line is called '{name}'.", statusCode: StatusCodes.Status404NotFound, title: "No such line"));
    }

    private static object AsJson(LineReport line) => new
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
    };
}
