using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;

namespace AmrCollector.Feed.Webhooks;

/// <summary>Signed pushes by Standard Webhooks: "readings.v1" with entries, "meter.event" and "collector.alarm" with events.</summary>
public sealed class WebhookTarget : ISinkTarget
{
    private readonly WebhookOptions _options;
    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly SinkHttp _http;
    private readonly ArrayBufferWriter<byte> _measured = new(64 * 1024);

    /// <summary>A consumer at <paramref name="options"/>, signed for with all of <paramref name="secrets"/>.</summary>
    public WebhookTarget(WebhookOptions options, WebhookSecrets secrets, TimeProvider time)
    {
        (_options, _secrets, _time) = (options, secrets, time);
        _http = new(options.Timeout, time);
    }

    /// <inheritdoc/>
    public string Place => _options.Url.GetLeftPart(UriPartial.Path); // a query may hold a key

    /// <inheritdoc/>
    public BatchLimits Limits => new(_options.MostEntries, _options.MostBytes);

    /// <inheritdoc/>
    public int SizeOf(DeliveryPage page)
    {
        _measured.ResetWrittenCount();
        Write(_measured, page, _time.GetUtcNow());
        return _measured.WrittenCount;
    }

    /// <inheritdoc/>
    public async Task<DeliveryDecision> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var batch = delivery.Batch;
        ArrayBufferWriter<byte> written = new(64 * 1024); // a consumer that answers early may still be sent the rest of the body
        Write(written, delivery.Whole, batch.MadeAt);
        var body = written.WrittenMemory;
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        using HttpRequestMessage request = new(HttpMethod.Post, _options.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", batch.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", _secrets.Sign(batch.Id, timestamp, body.Span));
        return await _http.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static void Write(ArrayBufferWriter<byte> body, DeliveryPage page, DateTimeOffset at)
    {
        if (page is DeliveryPage.Readings readings) FeedJson.WritePush(body, readings.Page, at);
        else EventJson.WritePush(body, ((DeliveryPage.Happenings)page).Page, at);
    }
}
