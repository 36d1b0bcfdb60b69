using System.Text.Json;
using AmrCollector.Lines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web.Exchanges;

/// <summary>
/// GET /v1/lines/{name}/traffic: what goes over a line from now on, both ways, one JSON line a piece, until the listener leaves.
/// The first line says whose capture it is. A listener that is too slow loses the oldest pieces and is told how many.
/// </summary>
public static class TrafficApi
{
    private const string Lines = "application/x-ndjson";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes, Func<CollectionSetup> current, Func<string, LineTap?> tap, TimeProvider time) =>
        routes.MapGet("/v1/lines/{name}/traffic", async (string name, HttpContext context) =>
        {
            var setup = current();
            if (tap(name) is not { } found)
            {
                await Results.Problem(
                    $"No line is called '{name}'.", statusCode: StatusCodes.Status404NotFound, title: "No such line",
                    extensions: new Dictionary<string, object?> { ["known"] = setup.Lines.Select(line => line.Name) }).ExecuteAsync(context);
                return;
            }

            using var listener = found.Listen();
            context.Response.ContentType = Lines;
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            var uri = setup.Lines.First(line => line.Name == name).Uri.Text;
            await WriteAsync(context, new { AmrCapture = 1, Line = name, Uri = uri, Began = time.GetUtcNow().UtcDateTime });
            try
            {
                await PassOnAsync(context, listener);
            }
            catch (OperationCanceledException)
            {
                // The listener has left, or the service is ending: what was written stands.
            }
        }).WithName("traffic").WithSummary("What goes over a line, both ways, as NDJSON, until the listener leaves");

    private static async Task PassOnAsync(HttpContext context, TrafficListener listener)
    {
        var told = 0L;
        await foreach (var chunk in listener.ListenAsync(context.RequestAborted))
        {
            if (listener.Dropped is var dropped && dropped > told)
            {
                await WriteAsync(context, new { Dropped = dropped - told });
                told = dropped;
            }

            var direction = chunk.Direction == TrafficDirection.Sent ? "sent" : "heard";
            await WriteAsync(context, new { At = chunk.At.UtcDateTime, Ns = chunk.Nanoseconds, Dir = direction, Bytes = Convert.ToHexString(chunk.Bytes.Span) });
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, T line)
    {
        await JsonSerializer.SerializeAsync(context.Response.Body, line, Json, context.RequestAborted);
        await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
