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
    private (DeliveryPage Page, DateTimeOffset At, ReadOnlyMemory<byte> Body)? _measured;

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
    public int SizeOf(DeliveryPage page, DateTimeOffset at)
    {
        var body = Body(page, at);
        _measured = (page, at, body);
        return body.Length;
    }

    /// <inheritdoc/>
    public async Task<DeliveryDecision> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var batch = delivery.Batch;
        var isMeasured = _measured is { } measured && ReferenceEquals(measured.Page, delivery.Whole) && measured.At == batch.MadeAt;
        var body = isMeasured ? _measured!.Value.Body : Body(delivery.Whole, batch.MadeAt);
        _measured = null;
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

    // A buffer of its own: a consumer that answers early may still be sent the rest of the body.
    private static ReadOnlyMemory<byte> Body(DeliveryPage page, DateTimeOffset at)
    {
        ArrayBufferWriter<byte> body = new(Math.Max(64 * 1024, page.Count * 600));
        if (page is DeliveryPage.Readings readings) FeedJson.WritePush(body, readings.Page, at);
        else EventJson.WritePush(body, ((DeliveryPage.Happenings)page).Page, at);
        return body.WrittenMemory;
    }
}
