using AmrCollector.Service.Reload;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>POST /v1/reload</c>: go over to the configuration as its files are now, all of it or nothing.</summary>
public static class ReloadApi
{
    /// <summary>Maps the route: 200 with what changed, or 422 with every fault.</summary>
    public static void Map(IEndpointRouteBuilder routes, Func<Task<ReloadAnswer>> reload) => routes.MapPost("/v1/reload", async () =>
    {
        var answer = await reload();
        return answer.IsDone
            ? Results.Json(new { answer.Summary })
            : Results.Problem(
                $"{answer.Summary} {string.Join(" ", answer.Faults.Take(20))}", statusCode: StatusCodes.Status422UnprocessableEntity, title: "Not reloaded",
                extensions: new Dictionary<string, object?> { ["faults"] = answer.Faults });
    }).WithName("reload").WithSummary("Goes over to the configuration as its files are now, or says why not and stays").Requires(Scope.Admin);
}
