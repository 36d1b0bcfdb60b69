using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AmrCollector.Feed;

/// <summary>Posts one signed body and turns whatever happens into a decision. Redirects are off, every wait is bounded.</summary>
internal sealed class WebhookPost : IDisposable
{
    private const int MostReason = 300;

    private readonly WebhookOptions _options;
    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    internal WebhookPost(WebhookOptions options, WebhookSecrets secrets, TimeProvider time)
    {
        (_options, _secrets, _time) = (options, secrets, time);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // a consumer that moved is found by its name again
            AutomaticDecompression = DecompressionMethods.None,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    internal async Task<DeliveryDecision> SendAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = Request(id, body);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var decision = DeliveryDecision.Of((int)response.StatusCode, Asked(response.Headers.RetryAfter));
            return decision is DeliveryDecision.Refused refused
                ? new DeliveryDecision.Refused(await WithReasonAsync(refused.Why, response, either.Token))
                : decision;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryDecision.Again(string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.#} s"), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new DeliveryDecision.Again($"no connection: {e.Message}", null);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(string id, ReadOnlyMemory<byte> body)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", _secrets.Sign(id, timestamp, body.Span));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AmrCollector", "1"));
        return request;
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? retryAfter) =>
        retryAfter?.Delta ?? (retryAfter?.Date is { } date && date > _time.GetUtcNow() ? date - _time.GetUtcNow() : null);

    /// <summary>The status and the beginning of what the consumer says about it, for the person who mends it.</summary>
    private static async Task<string> WithReasonAsync(string why, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostReason];
        var read = await stream.ReadAtLeastAsync(buffer, MostReason, throwOnEndOfStream: false, cancellationToken);
        var said = new string([.. Encoding.UTF8.GetString(buffer, 0, read).Where(c => !char.IsControl(c))]);
        return said.Length == 0 ? why : $"{why}: {said}";
    }
}
