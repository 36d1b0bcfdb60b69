using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace AmrCollector.Feed;

/// <summary>How sinks post: no redirects, no cookies, one absolute deadline, and an answer that says what to do next.</summary>
internal sealed class SinkHttp : IDisposable
{
    private const int MostReason = 300;

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    internal SinkHttp(TimeSpan timeout, TimeProvider time)
    {
        (_timeout, _time) = (timeout, time);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // a consumer that moved is found by its name again
            AutomaticDecompression = DecompressionMethods.None,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("AmrCollector", "1"));
    }

    /// <summary>Posts; the decision is <see cref="DeliveryDecision.Of"/> with the beginning of what was said of a refusal.</summary>
    internal async Task<DeliveryDecision> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var decision = DeliveryDecision.Of((int)response.StatusCode, Asked(response.Headers.RetryAfter));
            return decision switch
            {
                DeliveryDecision.Refused refused => new DeliveryDecision.Refused(await WithReasonAsync(refused.Why, response, either.Token)),
                DeliveryDecision.Again again => again with { Why = await WithReasonAsync(again.Why, response, either.Token) },
                _ => decision,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryDecision.Again(string.Create(CultureInfo.InvariantCulture, $"no answer within {_timeout.TotalSeconds:0.#} s"), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new DeliveryDecision.Again($"no connection: {SinkFailure.OfNetwork(e)}", null);
        }
    }

    public void Dispose() => _client.Dispose();

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
