using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it collects and can store.</summary>
public static class Probes
{
    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site)
    {
        routes.MapGet("/healthz", () => Results.Json(new { Status = "ok" }));
        routes.MapGet("/readyz", () => Readiness(site.Report()));
    }

    private static IResult Readiness(CollectionReport report)
    {
        if (report.LedgerTrouble is { } trouble)
            return Results.Problem($"The ledger cannot be written: {trouble}", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready");
        var up = report.Lines.Count(line => line.Up);
        return Results.Json(new { Status = "ready", Lines = report.Lines.Count, LinesUp = up, report.Entries, report.Head });
    }
}
