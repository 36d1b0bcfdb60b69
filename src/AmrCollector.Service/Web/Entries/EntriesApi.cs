using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web.Entries;

/// <summary><c>/v1/entries/{id}</c>: why a number is what it is.</summary>
public static class EntriesApi
{
    /// <summary>Maps it; an entry is named by its id, or by its place in the ledger.</summary>
    public static void Map(IEndpointRouteBuilder routes, EntryStories stories) =>
        routes.MapGet("/v1/entries/{id}", (string id) => stories.Find(id) is { } entry
            ? Results.Json(EntryStoryJson.Of(stories.Of(entry)))
            : Results.Problem($"There is no entry '{id}'; the feed names them.", statusCode: StatusCodes.Status404NotFound, title: "No such entry"))
            .WithName("entry").WithSummary("One entry: revisions, verdict with rules and thresholds, registers around it, evidence decoded, orders, events, place in the chain");
}
