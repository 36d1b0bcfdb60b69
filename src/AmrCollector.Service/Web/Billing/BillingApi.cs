using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using AmrCollector.Billing;
using AmrCollector.Metering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace AmrCollector.Service.Web.Billing;

/// <summary>GET /v1/billing-reads: what bills a reading day, and whether the day is complete; JSON or CSV by Accept.</summary>
public static class BillingApi
{
    private const int MostMeters = 10_000;
    private const int UsualMeters = 1000;

    /// <summary>Adds the route: day, after (the meter a page ended with), limit (meters a page). 400 for a query that makes no sense, 406, 304 for what the caller has.</summary>
    public static void Map(IEndpointRouteBuilder routes, BillingDays days) =>
        routes.MapGet("/v1/billing-reads", (HttpContext context) => AnswerAsync(context, days)).WithName("billing-reads")
            .WithSummary("The reads that bill a reading day, with the branch each was taken by: day, after, limit");

    private static async Task AnswerAsync(HttpContext context, BillingDays days)
    {
        if (ReadingsApi.Format(context.Request, [ReadingsApi.Json, ReadingsApi.Csv]) is not { } format)
        {
            await ProblemAsync(context, StatusCodes.Status406NotAcceptable, $"A reading day comes as {ReadingsApi.Json} or {ReadingsApi.Csv}.");
            return;
        }

        if (Wrong(context.Request.Query, out var day, out var after, out var limit) is { } wrong)
        {
            await ProblemAsync(context, StatusCodes.Status400BadRequest, wrong);
            return;
        }

        var page = days.Page(day, after, limit);
        ArrayBufferWriter<byte> body = new(64 * 1024);
        if (format == ReadingsApi.Csv) BillingText.WriteCsv(body, page);
        else BillingText.WritePage(body, page);
        var response = context.Response;
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\"";
        SetHeaders(response, page, tag);
        if (context.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Contains(tag, StringComparison.Ordinal)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = format == ReadingsApi.Csv ? "text/csv; charset=utf-8; header=present" : format;
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    /// <summary>What the JSON says beside the reads; a CSV has no other place for it.</summary>
    private static void SetHeaders(HttpResponse response, BillingDayPage page, string tag)
    {
        var day = page.Snapshot;
        response.Headers.ETag = tag;
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.CacheControl = "no-cache";
        response.Headers["Amr-Complete"] = day.IsComplete ? "true" : "false";
        response.Headers["Amr-Reads"] = string.Create(CultureInfo.InvariantCulture, $"due={day.Due}, actual={day.Actual}, estimated={day.Estimated}, held={day.Held}, missing={day.Missing}");
        if (page.Next is { } next) response.Headers["Amr-Next"] = next.Value;
    }

    private static string? Wrong(IQueryCollection query, out DateOnly day, out MeterId? after, out int limit)
    {
        (day, after, limit) = (default, null, UsualMeters);
        if (query.Keys.FirstOrDefault(name => name is not ("day" or "after" or "limit")) is { } unknown) return $"there is no parameter '{unknown}': known are day, after, limit";
        if (!DateOnly.TryParseExact(query["day"].ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return "day must be given, a local day such as 2026-12-01";
        if (query["limit"].ToString() is { Length: > 0 } most && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostMeters))
            return $"limit must be a number of meters from 1 to {MostMeters}";
        if (query["after"].ToString() is not { Length: > 0 } last) return null;
        after = new(last);
        return MeterId.IsValid(last) ? null : "after must be the 'next' of the page before";
    }

    private static Task ProblemAsync(HttpContext context, int status, string detail) => Results.Problem(detail, statusCode: status).ExecuteAsync(context);
}
