using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Turns;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Web.Exchanges;

/// <summary>
/// POST /v1/exchanges: somebody's turn on a line that the collector owns, between the exchanges of its plans. Either bytes of their own,
/// or items of a configured meter.
/// </summary>
/// <param name="current">What is configured now.</param>
/// <param name="line">The poller of a line; null when there is none.</param>
/// <param name="writes">Who may write what.</param>
/// <param name="operations">Where it is recorded.</param>
/// <param name="time">For the longest wait.</param>
/// <param name="logger">Where operations are told.</param>
public sealed class ExchangesApi(
    Func<CollectionSetup> current, Func<string, LinePoller?> line, WriteGuard writes, OperationLog operations, TimeProvider time, ILogger logger)
{
    private const int LongestWait = 120_000;
    private const int UsualWait = 30_000;
    private const int MostAttempts = 10;
    private const int MostItems = 200;
    private const int LongestReason = 500;
    private static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(5);

    /// <summary>Maps the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/exchanges", async (ExchangeBody body, HttpContext context) =>
    {
        if (body.Wait is < 0 or > LongestWait) return Problem(400, "Bad request", $"'wait' is 0 to {LongestWait} milliseconds.");
        if ((body.Line is null) == (body.Meter is null)) return Problem(400, "Bad request", "Give 'line' and 'request' for a raw turn, or 'meter' and 'items' for a read.");
        try
        {
            return body.Line is null ? await ReadAsync(body, context) : await TurnAsync(body, context);
        }
        catch (LineBusyException e)
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem(429, "Too many wait", e.Message);
        }
        catch (LedgerException e)
        {
            return Problem(503, "Not recorded", $"{e.Message} What is not recorded is not sent.");
        }
        catch (Exception e) when (e is LineUnavailableException or LineLostException)
        {
            return Problem(503, "Line down", e.Message);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problem(503, "No turn", "The line did not come free in time, or the collector is ending.");
        }
    }).WithName("exchanges").WithSummary("A turn on a line the collector owns: raw bytes, or items of a meter").Requires(Scope.Operate);

    private async Task<IResult> TurnAsync(ExchangeBody body, HttpContext context)
    {
        var setup = current();
        if (line(body.Line!) is not { } poller) return Unknown("line", body.Line!, setup.Lines.Select(known => known.Name));
        var (turn, why) = TurnRequest.Read(body);
        if (turn is null) return Problem(400, "Bad request", why);
        if (body.Why is { Length: > LongestReason }) return Problem(400, "Bad request", $"'why' has at most {LongestReason} characters.");
        var setupOfLine = setup.Lines.First(known => known.Name == body.Line);
        Operation? operation = null;
        if (!TurnIntent.IsRead(turn.Request.Span, setupOfLine.Uri.Kind))
        {
            (operation, var refusal) = writes.Check(setupOfLine, turn.Request, context.Caller().Name, body.Why ?? "");
            if (operation is null)
            {
                logger.OperationRefused(body.Line!, refusal);
                return Problem(403, "Not granted", refusal);
            }
        }

        using var limit = Limit(body, turn.Window, context);
        try
        {
            var outcome = operation is null ? await poller.TurnAsync(turn, limit.Token) : await OperateAsync(poller, turn, operation, limit.Token);
            return Results.Json(AsJson(body.Line!, outcome));
        }
        catch (NotSupportedException e)
        {
            return Problem(422, "Settings not possible", e.Message);
        }
    }

    /// <summary>Recorded before it is sent, and again when it is known what came of it.</summary>
    private async Task<TurnOutcome> OperateAsync(LinePoller poller, RawTurn turn, Operation operation, CancellationToken cancellationToken)
    {
        operations.Append(operation);
        var outcome = "not known to have been sent";
        try
        {
            var heard = await poller.TurnAsync(turn, cancellationToken);
            outcome = heard.Replied ? "sent, answered" : "sent, no answer";
            return heard;
        }
        finally
        {
            logger.OperationDone(operation.Who, operation.Permission, operation.Line, operation.Meter, operation.Frame, outcome, operation.Why);
            operations.Append(operation with { Outcome = outcome });
        }
    }

    private async Task<IResult> ReadAsync(ExchangeBody body, HttpContext context)
    {
        var setup = current();
        if (setup.Meters.FirstOrDefault(known => known.Id.Value == body.Meter) is not { } meter)
            return Unknown("meter", body.Meter!, setup.Meters.Select(known => known.Id.Value));
        if (body.Attempts is < 1 or > MostAttempts) return Problem(400, "Bad request", $"'attempts' is 1 to {MostAttempts}.");
        if (body.Items is { Count: > MostItems }) return Problem(400, "Bad request", $"'items' has at most {MostItems} entries.");
        var model = setup.Models[meter.Model];
        List<string> faults = [];
        IReadOnlyList<Question> questions = body.Items is { Count: > 0 } items
            ? ItemAddresses.Resolve(items, model.Protocol, model, Identifier, faults)
            : [.. model.Groups.GetValueOrDefault("current") ?? [], .. model.Groups.GetValueOrDefault("status") ?? []];
        if (faults.Count > 0) return Problem(400, "Bad items", string.Join(' ', faults));
        using var limit = Limit(body, LongestRead, context);
        var outcomes = await line(meter.Line)!.AskAsync(meter.Id, questions, body.Attempts ?? 3, limit.Token);
        RatioMemory ratios = new();
        return Results.Json(new { Meter = meter.Id.Value, meter.Line, Values = questions.Zip(outcomes).SelectMany(pair => OnDemandValues.Of(pair.First, pair.Second, ratios)).ToList() });
    }

    private CancellationTokenSource Limit(ExchangeBody body, TimeSpan work, HttpContext context)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var timer = time.CreateTimer(_ => limit.Cancel(), null, work + TimeSpan.FromMilliseconds((double)(body.Wait ?? UsualWait)), Timeout.InfiniteTimeSpan);
        context.Response.RegisterForDispose(timer);
        return limit;
    }

    private static Question? Identifier(string text) => DataId.TryParse(text, out var id) ? new Question.Dlt645(id) { Items = [] } : null;

    private static object AsJson(string line, TurnOutcome outcome) => new
    {
        Line = line,
        Heard = string.Concat(outcome.Chunks.Select(chunk => Convert.ToHexString(chunk.Bytes.Span))),
        Chunks = outcome.Chunks.Select(chunk => new { Ns = chunk.After.Ticks * 100, Bytes = Convert.ToHexString(chunk.Bytes.Span) }),
        outcome.Replied,
        outcome.SentAt,
        WaitedMs = Milliseconds(outcome.Waited),
        ListenedMs = Milliseconds(outcome.Listened),
        TurnMs = Milliseconds(outcome.Took),
        outcome.CharacterErrors,
    };

    private static decimal Milliseconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMillisecond;

    private static IResult Unknown(string what, string name, IEnumerable<string> known) => Results.Problem(
        $"No {what} is called '{name}'.", statusCode: 404, title: $"No such {what}", extensions: new Dictionary<string, object?> { ["known"] = known.Take(100) });

    private static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
