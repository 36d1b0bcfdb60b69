using System.Collections.Concurrent;
using System.Net;
using AmrCollector.EndToEnd.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AmrCollector.EndToEnd.Export;

/// <summary>A receiver of OTLP, protobuf over HTTP or gRPC, that decodes what comes (opentelemetry-proto 1.x).</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ReceivedMetric> _metrics = new();
    private readonly ConcurrentQueue<(string Name, IReadOnlyDictionary<string, string> Labels)> _spans = new();

    private OtlpReceiver(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>The newest state of each metric.</summary>
    public IReadOnlyDictionary<string, ReceivedMetric> Metrics => _metrics;

    /// <summary>Every span so far.</summary>
    public IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Labels)> Spans => [.. _spans];

    /// <summary>Attributes of the sender.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; private set; } = new Dictionary<string, string>();

    /// <summary>What the requests carried in the header x-api-key.</summary>
    public string Key { get; private set; } = "";

    public static async Task<OtlpReceiver> StartAsync(bool isGrpc)
    {
        var port = QuietPort.Find();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        OtlpReceiver receiver = new(app, new($"http://127.0.0.1:{port}"));
        if (isGrpc)
        {
            app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", context => receiver.CallAsync(context, receiver.TakeMetrics));
            app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", context => receiver.CallAsync(context, receiver.TakeSpans));
        }
        else
        {
            app.MapPost("/v1/metrics", context => receiver.PostAsync(context, receiver.TakeMetrics));
            app.MapPost("/v1/traces", context => receiver.PostAsync(context, receiver.TakeSpans));
        }

        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task PostAsync(HttpContext context, Action<ReadOnlyMemory<byte>> take)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        take(await BodyAsync(context));
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task CallAsync(HttpContext context, Action<ReadOnlyMemory<byte>> take)
    {
        take((await BodyAsync(context))[GrpcPrefix..]);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        Key = context.Request.Headers["x-api-key"].ToString();
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void TakeMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var ofResource in ProtoField.All(request, 1))
        {
            Resource = Labels(ProtoField.All(ofResource, 1).SelectMany(resource => ProtoField.All(resource, 1)));
            foreach (var metric in ProtoField.All(ofResource, 2).SelectMany(scope => ProtoField.All(scope, 2)))
                if (ReceivedMetric.Of(metric) is { } received) _metrics[received.Name] = received;
        }
    }

    private void TakeSpans(ReadOnlyMemory<byte> request)
    {
        foreach (var span in ProtoField.All(request, 1).SelectMany(resource => ProtoField.All(resource, 2)).SelectMany(scope => ProtoField.All(scope, 2)))
            _spans.Enqueue((ProtoField.Of(span).First(field => field.Number == 5).Text, Labels(ProtoField.All(span, 9))));
    }

    /// <summary>KeyValue messages as texts.</summary>
    internal static Dictionary<string, string> Labels(IEnumerable<ReadOnlyMemory<byte>> pairs) => pairs.Select(ProtoField.Of).ToDictionary(
        pair => pair.First(field => field.Number == 1).Text,
        pair => ProtoField.Of(pair.First(field => field.Number == 2).Bytes) is [{ Number: 1 } text, ..] ? text.Text : "");
}
