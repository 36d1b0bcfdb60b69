using System.Globalization;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Service.Security;
using AmrCollector.Service.Web.Entries;
using AmrCollector.Service.Web.Findings;
using AmrCollector.Service.Web.Orders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web.Review;

/// <summary>
/// <c>/v1/review</c>: what waits for a person, entries page by page; <c>GET /v1/review/{id}</c>: one of them with the evidence;
/// <c>POST /v1/review/{id}</c>: the decision.
/// </summary>
/// <param name="collection">Who keeps the queue.</param>
/// <param name="ledger">The entries.</param>
/// <param name="stories">The evidence.</param>
/// <param name="decisions">Who takes decisions on entries.</param>
public sealed class ReviewApi(Collection collection, LedgerReader ledger, EntryStories stories, EntryDecisions decisions)
{
    private const int MostAPage = 1000;
    private const int UsualPage = 100;

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/review", (HttpContext context) => Page(context.Request.Query)).WithName("review")
            .WithSummary("What waits for a decision: findings, proposals, entries; after, limit, meter, area, rule, held (true, false, any), from, before");
        routes.MapGet("/v1/review/{id}", (string id, HttpContext context) => One(id, context)).WithName("review-item").WithSummary("What waits, with the evidence around it; its ETag is what a decision names in If-Match");
        routes.MapPost("/v1/review/{id}", (string id, DecisionBody body, HttpContext context) => DecideAsync(id, body, context))
            .WithName("decide").WithSummary("Decides: accept, reject or edit, with reason, user and the version that was seen; 409 says who decided what before").Requires(Scope.Operate);
    }

    private IResult Page(IQueryCollection query)
    {
        if (FilterOf(query) is not { } filter) return Problem(400, "Bad request", "'held' is true, false or any; 'from' and 'before' are times such as 2026-11-20T00:00:00Z.");
        var (limit, after) = (UsualPage, 0L);
        if (query.TryGetValue("limit", out var most) && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostAPage)) return Problem(400, "Bad request", $"'limit' is 1 to {MostAPage}.");
        if (query.TryGetValue("after", out var last) && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after)) return Problem(400, "Bad request", "'after' is the 'next' of the page before.");
        var page = collection.Review.Page(filter, after, limit);
        var isFirst = after == 0 && filter == new ReviewFilter();
        return Results.Json(new
        {
            Open = collection.Review.Count(filter),
            Findings = isFirst ? collection.Findings.List(null, FindingState.Open).Select(FindingsApi.AsJson) : [],
            Proposals = isFirst ? collection.ProposedExchanges.Select(ProposalJson.Of) : [],
            Entries = page.Items.Select(item => ledger.Entry(item.Sequence)).OfType<Entry>().Select(EntryStoryJson.Of),
            page.Next,
        });
    }

    private static ReviewFilter? FilterOf(IQueryCollection query)
    {
        bool? held = Text("held") switch { null or "true" => true, "false" => false, _ => null };
        if (held is null && Text("held") != "any") return null;
        if (!TryTime("from", out var from) || !TryTime("before", out var before)) return null;
        return new() { Held = held, Meter = Text("meter") is { } meter ? new MeterId(meter) : null, Area = Text("area"), Rule = Text("rule"), From = from, Before = before };

        string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

        bool TryTime(string name, out DateTimeOffset? time)
        {
            time = null;
            if (Text(name) is not { } text) return true;
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var found)) return false;
            time = found;
            return true;
        }
    }

    private IResult One(string id, HttpContext context)
    {
        if (IsFinding(id, out var number))
            return collection.Findings.Find(number) is { } finding ? Results.Json(FindingsApi.AsJson(finding)) : Problem(404, "No such finding", $"There is no finding {id}.");
        if (stories.Find(id) is not { } entry) return Problem(404, "No such entry", $"There is no entry '{id}'; GET /v1/review names those that wait.");
        var story = stories.Of(entry);
        context.Response.Headers.ETag = $"\"{story.Latest.Entry.Id}\"";
        return Results.Json(EntryStoryJson.Of(story));
    }

    private async Task<IResult> DecideAsync(string id, DecisionBody body, HttpContext context)
    {
        if (IsFinding(id, out var number)) return await FindingsApi.SettleAsync(number, body, collection, context);
        var answer = await decisions.DecideAsync(id, body, context.Caller(), context.Request.Headers.IfMatch.ToString(), context.RequestAborted);
        if (answer.Made is { } made)
        {
            context.Response.Headers.ETag = $"\"{made.Id}\"";
            return Results.Json(EntryStoryJson.Of(made));
        }

        return Results.Problem(answer.Detail, statusCode: answer.Status, title: answer.Title, extensions: answer.Later is { Length: > 0 } later ? new Dictionary<string, object?> { ["later"] = later } : null);
    }

    private static bool IsFinding(string id, out long number) => Finding.TryParseId(id, out number) && !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
