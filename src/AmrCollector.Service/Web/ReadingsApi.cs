using System.Buffers;
using System.Globalization;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace AmrCollector.Service.Web;

/// <summary>GET /v1/readings: the feed by cursor, as JSON, NDJSON or CSV by Accept, with long-poll.</summary>
public static class ReadingsApi
{
    internal const string Json = "application/json";
    internal const string Lines = "application/x-ndjson";
    internal const string Csv = "text/csv";

    /// <summary>Adds the route. Problems are application/problem+json: 400 for a query that makes no sense, 406, 409 for a cursor that no longer holds.</summary>
    public static void Map(IEndpointRouteBuilder routes, FeedReader feed) =>
        routes.MapGet("/v1/readings", (HttpContext context) => AnswerAsync(context, feed)).WithName("readings")
            .WithSummary("Committed readings after a cursor, in ledger order: after, limit, meter, item, quality, verdict, held, source, wait");

    private static async Task AnswerAsync(HttpContext context, FeedReader feed)
    {
        if (Format(context.Request, [Json, Lines, Csv]) is not { } format)
        {
            await ProblemAsync(context, 406, $"This page comes as {Json}, {Lines} or {Csv}.", null);
            return;
        }

        if (TryQuery(context.Request.Query, out var query) is { } wrong)
        {
            await ProblemAsync(context, 400, wrong, null);
            return;
        }

        switch (format == Csv ? await feed.ReadAsync(query, context.RequestAborted) : await feed.LookAsync(query, context.RequestAborted))
        {
            case FeedAnswer.Stretch stretch:
                await ReadingsStream.WriteAsync(context, feed, stretch.Content, format);
                break;
            case FeedAnswer.Page page:
                await WriteAsync(context, page.Content, format);
                break;
            case FeedAnswer.Gone gone:
                await ProblemAsync(context, 409, gone.Why, gone.Resume.ToString());
                break;
            case FeedAnswer.Invalid invalid:
                await ProblemAsync(context, 400, invalid.Why, null);
                break;
        }
    }

    private static async Task WriteAsync(HttpContext context, FeedPage page, string format)
    {
        var response = context.Response;
        if (ReadingsStream.IsKnown(context, page.Next, page.Head, page.Full, page.Entries.Count, format)) return;
        var body = new ArrayBufferWriter<byte>(16 * 1024);
        if (format == Json) FeedJson.WritePage(body, page);
        if (format == Lines) FeedJson.WriteLines(body, page);
        if (format == Csv) FeedCsv.WritePage(body, page);
        response.ContentType = format == Csv ? "text/csv; charset=utf-8; header=present" : format;
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static Task ProblemAsync(HttpContext context, int status, string detail, string? resume) => Results.Problem(
        detail, statusCode: status, extensions: resume is null ? null : new Dictionary<string, object?> { ["resume"] = resume }).ExecuteAsync(context);

    /// <summary>Which of the formats, the first by default, the caller takes; null when none.</summary>
    internal static string? Format(HttpRequest request, IReadOnlyList<string> formats)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0) return formats[0];
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var wanted)) return null;
        foreach (var range in wanted.Where(range => range.Quality is not 0).OrderByDescending(range => range.Quality ?? 1))
        {
            foreach (var format in formats)
                if (range.MatchesMediaType(format)) return format;
        }

        return null;
    }

    /// <summary>Null when the query is understood, else what is wrong with it.</summary>
    private static string? TryQuery(IQueryCollection parameters, out FeedQuery query)
    {
        query = new();
        var filter = EntryFilter.All;
        foreach (var (name, values) in parameters)
        {
            if (values.Count != 1 || values[0] is not { Length: > 0 } value) return $"{name} must be given once, with a value";
            var wrong = name switch
            {
                "meter" or "item" or "quality" or "verdict" or "held" or "source" => TryFilter(name, value, ref filter),
                _ => TryPaging(name, value, ref query),
            };
            if (wrong is not null) return wrong;
        }

        query = query with { Filter = filter };
        return null;
    }

    private static string? TryPaging(string name, string value, ref FeedQuery query)
    {
        switch (name)
        {
            case "after":
                query = query with { After = value };
                return null;
            case "limit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit):
                query = query with { Limit = limit };
                return null;
            case "limit":
                return $"limit must be a number from 1 to {FeedQuery.MostEntries}";
            case "wait" when TryDuration(value, out var wait):
                query = query with { Wait = wait };
                return null;
            case "wait":
                return "wait must be a duration such as 30s or 500ms";
            default:
                return $"there is no parameter '{name}': known are after, limit, wait, meter, item, quality, verdict, held, source";
        }
    }

    private static string? TryFilter(string name, string value, ref EntryFilter filter)
    {
        switch (name)
        {
            case "meter" when MeterId.IsValid(value):
                filter = filter with { Meter = new MeterId(value) };
                return null;
            case "item" when ObisCode.TryParse(value, out var item):
                filter = filter with { Item = item };
                return null;
            case "quality":
                filter = filter with { Quality = value };
                return null;
            case "verdict" when WireNames.TryParse<Judgement>(value, out var verdict):
                filter = filter with { Verdict = verdict };
                return null;
            case "held" when bool.TryParse(value, out var held):
                filter = filter with { Held = held };
                return null;
            case "source" when WireNames.TryParse<Source>(value, out var source):
                filter = filter with { Source = source };
                return null;
            default:
                return $"'{value}' is no {name}";
        }
    }

    private static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var (digits, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 1) : text.EndsWith('s') ? (text[..^1], 1000) : (text, 0);
        if (unit == 0 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)) return false;
        duration = TimeSpan.FromMilliseconds((long)amount * unit);
        return true;
    }
}
