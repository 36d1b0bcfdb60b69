using System.Buffers;
using System.Globalization;
using AmrCollector.Events;
using AmrCollector.Feed;
using AmrCollector.Lines;
using AmrCollector.Metering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary>GET /v1/events: meter events and collector alarms by cursor; GET /v1/alarms: what stands now.</summary>
public static class EventsApi
{
    private const int MostEvents = 10_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Maps both. Problems: 400 for a query that makes no sense, 409 for a cursor of another log.</summary>
    public static void Map(IEndpointRouteBuilder routes, EventStore events, TimeProvider time)
    {
        routes.MapGet("/v1/events", (HttpContext context) => AnswerAsync(context, events, time)).WithName("events")
            .WithSummary("Meter events and collector alarms after a cursor: after, limit, wait, type, kind, meter, line, severity");
        routes.MapGet("/v1/alarms", () => Results.Json(new { Alarms = events.Standing() })).WithName("alarms").WithSummary("Alarms that stand now");
    }

    private static async Task AnswerAsync(HttpContext context, EventStore events, TimeProvider time)
    {
        EventQuery query = new();
        foreach (var (name, values) in context.Request.Query)
        {
            if (values is [{ Length: > 0 } value] && query.TrySet(name, value)) continue;
            await ProblemAsync(context, 400, $"'{name}={values}' is not understood; known are after, limit (1 to {MostEvents}), wait (to 60s), type (meter.event, collector.alarm), kind, meter, line, severity (notice, warning, alarm).", null);
            return;
        }

        if (query.After is { } after && after.Ledger != events.Id)
        {
            await ProblemAsync(context, 409, "The cursor is of another event log; begin with the resume cursor or without one.", EventPage.CursorAfter(events.Id, 0).ToString());
            return;
        }

        var sequence = query.After?.Sequence ?? 0;
        var slice = events.ReadAfter(sequence, query.Limit, query.Filter);
        var started = time.GetTimestamp();
        while (slice.Events.Count == 0 && query.Wait - time.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            await Task.WhenAny(events.WaitBeyondAsync(slice.End, over.Token), Task.Delay(left, time, over.Token));
            await over.CancelAsync();
            context.RequestAborted.ThrowIfCancellationRequested();
            slice = events.ReadAfter(sequence, query.Limit, query.Filter);
        }

        ArrayBufferWriter<byte> body = new(16 * 1024);
        EventJson.WritePage(body, new(events.Id, slice.Events, slice.End, slice.Forgotten));
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static Task ProblemAsync(HttpContext context, int status, string detail, string? resume) => Results.Problem(
        detail, statusCode: status, extensions: resume is null ? null : new Dictionary<string, object?> { ["resume"] = resume }).ExecuteAsync(context);

    private sealed class EventQuery
    {
        public FeedCursor? After { get; private set; }

        public int Limit { get; private set; } = 1000;

        public TimeSpan Wait { get; private set; }

        public EventFilter Filter { get; private set; } = EventFilter.All;

        public bool TrySet(string name, string value)
        {
            switch (name)
            {
                case "after" when FeedCursor.TryParse(value, out var cursor):
                    After = cursor;
                    return true;
                case "limit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostEvents:
                    Limit = limit;
                    return true;
                case "wait" when Duration.TryParse(value, out var wait) && wait <= LongestWait:
                    Wait = wait;
                    return true;
                default:
                    return TryFilter(name, value);
            }
        }

        private bool TryFilter(string name, string value)
        {
            EventFilter? filter = name switch
            {
                "type" when EventJson.TryParse(value, out var type) => Filter with { Type = type },
                "kind" => Filter with { Kind = value },
                "meter" when MeterId.IsValid(value) => Filter with { Meter = new MeterId(value) },
                "line" => Filter with { Line = value },
                "severity" when WireNames.TryParse<EventSeverity>(value, out var severity) => Filter with { Severity = severity },
                _ => null,
            };
            Filter = filter ?? Filter;
            return filter is not null;
        }
    }
}
