using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary>GET /v1/sinks: how far each has come and what it refused. POST /v1/sinks/resend: deliver again, or go on after it was disabled.</summary>
internal static class SinksApi
{
    private const int MostRefused = 100;

    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes, FeedPushes pushes)
    {
        routes.MapGet("/v1/sinks", () => Results.Json(new { Sinks = pushes.Report().Select(sink => AsJson(sink, pushes)) }))
            .WithName("sinks").WithSummary("Every sink: cursor, lag, trouble, what it refused");
        routes.MapPost("/v1/sinks/resend", (ResendBody body) => Resend(body, pushes))
            .WithName("resend").WithSummary("Delivers again from a cursor, an entry's id or 'beginning'; without 'from' a disabled sink goes on").Requires(Scope.Operate);
    }

    private static IResult Resend(ResendBody body, FeedPushes pushes)
    {
        if (body.Sink is null || pushes.Find(body.Sink) is not { } sink)
            return Problem(404, "No such sink", $"No sink is called '{body.Sink}'; GET /v1/sinks names them.", null);
        FeedCursor? from = null;
        if (body.From is { Length: > 0 } text)
        {
            from = CursorOf(text, sink, pushes.Ledger);
            if (from is null) return Problem(400, "Bad request", $"'{text}' is no cursor of this feed, no id of an entry, and not 'beginning'.", null);
        }

        return sink.Resend(from) is { } gone
            ? Problem(409, "The cursor does not hold", gone.Why, gone.Resume.ToString())
            : Results.Json(new { Sink = sink.Name, From = (from ?? sink.Report().Cursor).ToString() }, statusCode: StatusCodes.Status202Accepted);
    }

    // The entry that is named is sent again itself: its cursor is the one before it.
    private static FeedCursor? CursorOf(string text, FeedSink sink, LedgerReader ledger)
    {
        if (FeedCursor.TryParse(text, out var cursor)) return cursor;
        if (text == "beginning") return sink.Report().Cursor is var now && now.Ledger == ledger.Id ? new(ledger.Id, ledger.Epochs().TagOf(0), 0) : EventPage.CursorAfter(now.Ledger, 0);
        var epochs = ledger.Epochs();
        return epochs.TryFind(text, out var sequence) ? new(ledger.Id, epochs.TagOf(sequence - 1), sequence - 1) : null;
    }

    private static object AsJson(FeedSinkReport sink, FeedPushes pushes) => new
    {
        sink.Name,
        sink.Place,
        Cursor = sink.Cursor.ToString(),
        sink.Lag,
        sink.Oldest,
        sink.Delivered,
        sink.Failures,
        sink.Trouble,
        sink.Disabled,
        Refused = pushes.Refused(sink.Name, MostRefused).Select(entry => new { Entry = entry.EntryId, entry.Reason, entry.At }),
    };

    private static IResult Problem(int status, string title, string detail, string? resume) => Results.Problem(
        detail, statusCode: status, title: title, extensions: resume is null ? null : new Dictionary<string, object?> { ["resume"] = resume });
}
