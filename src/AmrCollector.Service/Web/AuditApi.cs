using AmrCollector.Ledger;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/v1/audit</c>: who did what to the collector, and why, as the ledger's chain has it.</summary>
public static class AuditApi
{
    private const int Most = 1000;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes, LedgerReader ledger) => routes.MapGet("/v1/audit", (long? after, int? limit) =>
    {
        if (after is < 0 || limit is < 1 or > Most) return Results.Problem($"'after' is an entry's sequence, 'limit' 1 to {Most}.", statusCode: 400, title: "Bad request");
        var calls = ledger.Audit(after ?? 0, limit ?? 100);
        return Results.Json(new { Calls = calls });
    }).WithName("audit").WithSummary("The newest operate and admin calls: who, what, why; after, limit").Requires(Scope.Admin);
}
