using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary>
/// POST /v1/backups: `amr backup` tells that it is about to copy everything, and where to. That this is recorded, with who and why, is all it does: the copy is made by
/// whom the rights on the files let.
/// </summary>
internal static class BackupsApi
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/backups", (BackupBody body) => Results.Json(new { recorded = true, body.Target }))
        .WithName("backups").WithSummary("Records that a backup is made: target, why").Requires(Scope.Admin);
}
