using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary>
/// <c>/healthz</c>: the process answers. <c>/readyz</c>: it can store, its pollers come around, and the newest readings are within their objective;
/// lines whose are not are named, and when no line's are it is not ready.
/// </summary>
public static class Probes
{
    private const int MostNamed = 20;

    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site)
    {
        routes.MapGet("/healthz", () => Results.Json(new { Status = "ok" })).Open();
        routes.MapGet("/readyz", () => Readiness(site.Report()));
    }

    private static IResult Readiness(CollectionReport report)
    {
        if (report.LedgerTrouble is { } trouble)
            return Results.Problem($"The ledger cannot be written: {trouble}", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready");
        if (report.Stuck is { } stuck) return Results.Problem($"Collecting hangs: {stuck}.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready");
        if (report.Stale.Count > 0 && report.Stale.Count == report.Lines.Count(line => line.Meters > 0))
            return Results.Problem(
                $"No line brought a reading within its objective: {string.Join(", ", report.Stale.Take(MostNamed))}{(report.Stale.Count > MostNamed ? " …" : "")}",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Stale");
        var up = report.Lines.Count(line => line.Up);
        return Results.Json(new { Status = "ready", Lines = report.Lines.Count, LinesUp = up, report.Stale, report.Entries, report.Head });
    }
}
