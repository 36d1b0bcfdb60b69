using System.Globalization;
using AmrCollector.Gaps;
using AmrCollector.Service.Web.Kpis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace AmrCollector.Service.Web.Gaps;

/// <summary><c>/v1/gaps</c>: slots without a reading, page by page; <c>/v1/completeness</c>: how many there are, by day, line, area and word.</summary>
public static class GapsApi
{
    private const int MostAPage = 1000;

    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes, GapReader gaps, TimeProvider time)
    {
        routes.MapGet("/v1/gaps", (HttpContext context) => Result(context, gaps, time))
            .WithName("gaps").WithSummary("Slots without a reading: meter, line, area, read, day or from and to, state, after, limit");
        routes.MapGet("/v1/completeness", (HttpContext context) => Result(context, gaps, time))
            .WithName("completeness").WithSummary("Slots expected, had, recovered, estimated, lost and open: meter, line, area, read, day or from and to, by");
    }

    /// <summary>What a path of the account answers to a query, from the files themselves; null with a sentence when the query makes no sense.</summary>
    public static (object? Answer, string Why) Answer(string path, IReadOnlyDictionary<string, StringValues> query, GapReader gaps, DateTimeOffset now)
    {
        var (filter, why) = GapsQuery.Filter(query);
        if (filter is null) return (null, why);
        if (path == KpisApi.Path) return KpisApi.Answer(query, filter, gaps, now);
        return path == "/v1/gaps" ? Page(query, filter, gaps, now) : Counts(query, filter, gaps, now);
    }

    private static (object?, string) Page(IReadOnlyDictionary<string, StringValues> query, GapFilter filter, GapReader gaps, DateTimeOffset now)
    {
        var (after, why) = GapsQuery.After(query);
        if (after is null) return (null, why);
        var limit = MostAPage;
        if (query.TryGetValue("limit", out var wanted) && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostAPage))
            return (null, $"'limit' is 1 to {MostAPage}.");
        var page = gaps.Page(filter, after.Value, limit, now);
        return (new { Gaps = page.Gaps.Select(GapsJson.Of), Next = GapsJson.Next(page) }, "");
    }

    private static (object?, string) Counts(IReadOnlyDictionary<string, StringValues> query, GapFilter filter, GapReader gaps, DateTimeOffset now)
    {
        var (by, why) = GapsQuery.Split(query);
        return by is { } split ? (new { Rows = gaps.Count(filter, split, now).Select(GapsJson.Of) }, "") : (null, why);
    }

    private static IResult Result(HttpContext context, GapReader gaps, TimeProvider time)
    {
        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var (answer, why) = Answer(context.Request.Path.Value!, query, gaps, time.GetUtcNow());
        return answer is null ? Results.Problem(why, statusCode: StatusCodes.Status400BadRequest, title: "Bad request") : Results.Json(answer);
    }
}
