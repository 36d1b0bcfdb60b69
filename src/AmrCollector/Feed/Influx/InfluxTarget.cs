using System.Buffers;
using System.Net.Http.Headers;

namespace AmrCollector.Feed.Influx;

/// <summary>Writes entries to a time-series database by line protocol: InfluxDB 1.x, 2.x, VictoriaMetrics.</summary>
public sealed class InfluxTarget : ISinkTarget
{
    private readonly InfluxOptions _options;
    private readonly LineProtocol _lines;
    private readonly SinkHttp _http;

    /// <summary>Writes where <paramref name="options"/> say.</summary>
    public InfluxTarget(InfluxOptions options, TimeProvider time)
    {
        _options = options;
        _lines = new(options.Measurement, options.TagRevisions);
        _http = new(options.Timeout, time);
    }

    /// <inheritdoc/>
    public string Place => $"influx {_options.Url} {_options.Database ?? _options.Bucket}";

    /// <inheritdoc/>
    public BatchLimits Limits => new(_options.MostEntries);

    /// <inheritdoc/>
    public async Task<DeliveryDecision> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> body = new(256 * 1024);
        foreach (var entry in ((DeliveryPage.Readings)delivery.Whole).Page.Entries) _lines.Write(body, entry);
        using HttpRequestMessage request = new(HttpMethod.Post, _options.WriteUrl) { Content = new ReadOnlyMemoryContent(body.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        if (_options.Authorization is { } authorization) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return Understood(await _http.SendAsync(request, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>What a database drops because it keeps no values of that age is as taken as what it would delete tomorrow. A database is not gone for good.</summary>
    private static DeliveryDecision Understood(DeliveryDecision decision) => decision switch
    {
        DeliveryDecision.Refused { Why: var why } when why.Contains("retention policy", StringComparison.Ordinal) => new DeliveryDecision.Taken(why),
        DeliveryDecision.Disable { Why: var why } => new DeliveryDecision.Again(why, null),
        _ => decision,
    };
}
