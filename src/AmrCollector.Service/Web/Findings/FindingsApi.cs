using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Service.Security;
using AmrCollector.Service.Web.Review;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web.Findings;

/// <summary><c>/v1/findings</c>: differences between meters and list, each of which blocks the billing of its meter until it is settled.</summary>
public static class FindingsApi
{
    private const int MostReports = 1000;
    private const int LongestText = 1000;

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, Collection collection)
    {
        Following<CollectionSetup, HashSet<MeterId>> meters = new(() => collection.Setup, setup => [.. setup.Meters.Select(meter => meter.Id)]);
        routes.MapGet("/v1/findings", (string? meter, string? state) =>
        {
            if (state is not null && !WireNames.TryParse<FindingState>(state, out _)) return Problem(400, "Bad request", "'state' is open, accepted or rejected.");
            FindingState? wanted = state is not null && WireNames.TryParse<FindingState>(state, out var known) ? known : null;
            var found = collection.Findings.List(meter is null ? null : new MeterId(meter), wanted);
            return Results.Json(new { Findings = found.Select(AsJson) });
        }).WithName("findings").WithSummary("Differences between meters and list: meter, state");
        routes.MapPost("/v1/findings", (FindingsBody body) => Record(body, meters.Now(), collection)).WithName("report-findings").WithSummary("Reports differences; each blocks its meter's billing").Requires(Scope.Operate);
    }

    private static IResult Record(FindingsBody body, HashSet<MeterId> meters, Collection collection)
    {
        if (body.Findings is not { Count: > 0 and <= MostReports } reports) return Problem(400, "Bad request", $"'findings' has 1 to {MostReports} entries.");
        List<FindingReport> read = [];
        foreach (var report in reports)
        {
            if (report.Meter is null || !meters.Contains(new(report.Meter))) return Problem(404, "No such meter", $"No meter is called '{report.Meter}'.");
            if (report.Kind is null || !WireNames.TryParse<FindingKind>(report.Kind, out var kind))
                return Problem(400, "Bad request", $"'kind' is one of {string.Join(", ", Enum.GetValues<FindingKind>().Select(one => one.WireName()))}.");
            if (!IsText(report.Listed) || !IsText(report.Read) || !IsText(report.Meaning)) return Problem(400, "Bad request", "'listed', 'read' and 'meaning' are texts.");
            read.Add(new(new(report.Meter), kind, report.Listed!, report.Read!, report.Meaning!));
        }

        return Results.Json(new { Findings = read.Select(collection.Record).Select(AsJson).ToList() });
    }

    /// <summary>Settles the finding of that number.</summary>
    internal static async Task<IResult> SettleAsync(long number, DecisionBody body, Collection collection, HttpContext context)
    {
        FindingState? decision = body.Decision switch { "accept" => FindingState.Accepted, "reject" => FindingState.Rejected, _ => null };
        if (decision is not { } wanted) return Problem(400, "Bad request", "'decision' is \"accept\" (the list was right, or is now) or \"reject\" (the readings are of another meter).");
        if (!IsText(body.Reason) || body.Reason!.Trim().Length == 0 || !IsText(body.User) || body.User!.Trim().Length == 0)
            return Problem(400, "Bad request", "'reason' and 'user' say why and who; both go into the ledger.");
        if (body.Version is not { } version) return Problem(400, "Bad request", "'version' is the version of the finding that was looked at.");
        try
        {
            return Results.Json(AsJson(await collection.SettleAsync(number, version, wanted, body.Reason.Trim(), body.User.Trim(), context.RequestAborted)));
        }
        catch (KeyNotFoundException)
        {
            return Problem(404, "No such finding", $"There is no finding F-{number}.");
        }
        catch (FindingConflictException e)
        {
            return Problem(409, "Changed meanwhile", e.Message);
        }
    }

    private static bool IsText(string? text) => text is { Length: <= LongestText };

    /// <summary>A finding as it stands.</summary>
    internal static object AsJson(Finding finding) => new
    {
        finding.Id,
        Meter = finding.Report.Meter.Value,
        Kind = finding.Report.Kind.WireName(),
        finding.Report.Listed,
        finding.Report.Read,
        finding.Report.Meaning,
        finding.FoundAt,
        finding.SeenAt,
        State = finding.State.WireName(),
        finding.Blocks,
        finding.Version,
        finding.SettledBy,
        finding.SettledAt,
        finding.Reason,
    };

    private static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
