using AmrCollector.Gaps;
using AmrCollector.Service.Web.Gaps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace AmrCollector.Service.Web.Kpis;

/// <summary><c>/v1/kpis</c>: the figures a utility is measured by, of lines, areas and days, out of counts that are kept: no ledger is read.</summary>
public static class KpisApi
{
    internal const string Path = "/v1/kpis";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes, GapReader gaps, TimeProvider time) =>
        routes.MapGet(Path, (HttpContext context) =>
        {
            var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
            var (answer, why) = GapsApi.Answer(Path, query, gaps, time.GetUtcNow());
            return answer is null ? Results.Problem(why, statusCode: StatusCodes.Status400BadRequest, title: "Bad request") : Results.Json(answer);
        }).WithName("kpis").WithSummary("First-attempt, daily, completeness, actual, estimated, missed, on time, error: day or from and to, by (list of day, line, area), line, area, read");

    /// <summary>The figures; without days yesterday's.</summary>
    internal static (object? Answer, string Why) Answer(IReadOnlyDictionary<string, StringValues> query, GapFilter filter, GapReader gaps, DateTimeOffset now)
    {
        if (filter.Meter is not null) return (null, "'meter' is not understood: figures are of lines, areas and days.");
        var (by, why) = GapsQuery.Split(query, "day");
        if (by is not { } split) return (null, why);
        if (split.HasFlag(GapSplit.Read)) return (null, "'by' is a list of day, line and area.");
        if ((filter.From ?? filter.To) is null) filter = filter with { From = gaps.DayOf(now).AddDays(-1), To = gaps.DayOf(now).AddDays(-1) };
        return (new { filter.From, filter.To, Rows = gaps.Kpis(filter, split, now).Select(Of) }, "");
    }

    private static object Of(Kpi row) => new
    {
        row.Day,
        row.Line,
        row.Area,
        row.Due,
        row.First,
        row.ByCutOff,
        row.SameDay,
        row.OnTime,
        row.Actual,
        row.Estimated,
        row.Missed,
        row.Wrong,
        row.Points,
        row.Valid,
        Shares = new
        {
            FirstAttempt = row.FirstShare,
            Daily = row.DailyShare,
            SameDay = row.SameDayShare,
            row.Completeness,
            Actual = row.ActualShare,
            Estimated = row.EstimatedShare,
            Missed = row.MissedShare,
            OnTime = row.OnTimeShare,
            Error = row.ErrorShare,
        },
    };
}
