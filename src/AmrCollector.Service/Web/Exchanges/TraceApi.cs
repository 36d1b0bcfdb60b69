using System.Text;
using AmrCollector.Lines;
using AmrCollector.Polling.Traffic;
using AmrCollector.Service.Security;
using AmrCollector.Service.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web.Exchanges;

/// <summary>
/// <c>/v1/meters/{id}/trace</c>: the frames of one meter, for a time. POST begins it, GET follows it until it ends (a capture as NDJSON, a frame a line), DELETE ends
/// it early; <c>GET /v1/traces</c> lists what runs.
/// </summary>
/// <param name="traces">What runs.</param>
internal sealed class TraceApi(MeterTraces traces)
{
    private const string Lines = "application/x-ndjson";
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/traces", () => Results.Json(new { Traces = traces.List().Select(AsJson) })).WithName("traces").WithSummary("Meters whose frames are traced now");
        routes.MapPost("/v1/meters/{id}/trace", Start).WithName("trace").WithSummary("Traces a meter's frames for a time: each is a line of the log at level trace").Requires(Scope.Operate);
        routes.MapGet("/v1/meters/{id}/trace", FollowAsync).WithName("trace-follow").WithSummary("The frames of a running trace as NDJSON, until it ends");
        routes.MapDelete("/v1/meters/{id}/trace", End).WithName("trace-end").WithSummary("Ends a trace before its time").Requires(Scope.Operate);
    }

    private IResult Start(string id, TraceBody body, HttpContext context)
    {
        var span = Usual;
        if (body.For is { } text && (!Duration.TryParse(text, out span) || span <= TimeSpan.Zero || span > MeterTraces.Longest))
            return Results.Problem($"'for' is a time up to {Duration.Show(MeterTraces.Longest)} such as \"10m\", not '{text}'.", statusCode: StatusCodes.Status400BadRequest, title: "Bad request");
        var (trace, why) = traces.Start(id, span, context.Caller().Name, body.Why ?? "");
        return trace is not null ? Results.Json(AsJson(trace)) : Results.Problem(why, statusCode: StatusCodes.Status409Conflict, title: "Not traced");
    }

    private async Task FollowAsync(string id, HttpContext context)
    {
        if (traces.Find(id) is not { } trace)
        {
            await NotTraced(id).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = Lines;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await WriteAsync(context, CaptureText.Head(trace.Meter.Line, trace.Until));
            await foreach (var frame in trace.FollowAsync(context.RequestAborted))
                await WriteAsync(context, CaptureText.Line(new(frame.At, frame.Nanoseconds, frame.IsSent, frame.Bytes)));
        }
        catch (OperationCanceledException)
        {
            // The follower has left, or the service is ending: what was written stands, and the trace goes on.
        }
    }

    private IResult End(string id)
    {
        if (traces.Find(id) is not { } trace) return NotTraced(id);
        trace.End();
        return Results.Json(AsJson(trace));
    }

    private static IResult NotTraced(string id) => Results.Problem($"No trace of meter '{id}' runs.", statusCode: StatusCodes.Status404NotFound, title: "Not traced");

    private static object AsJson(MeterTrace trace) => new { Meter = trace.Meter.Id.Value, trace.Meter.Line, trace.Meter.Model, IsModbusTcp = trace.IsMbap, trace.Until, Frames = trace.Count };

    private static async Task WriteAsync(HttpContext context, string line)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
