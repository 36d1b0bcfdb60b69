using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using AmrCollector.Lines;
using AmrCollector.Service.Security;

namespace AmrCollector.Cli.Line.Service;

/// <summary>Talks to a running service.</summary>
internal sealed class ServiceClient : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly Uri OnThisMachine = new("http://localhost");

    private readonly HttpClient _http;

    /// <param name="address">Where it listens.</param>
    /// <param name="key">The key to show, null for none.</param>
    /// <param name="why">Why it is called, where a call says nothing better: what a service does for a person is recorded with a reason.</param>
    internal ServiceClient(Uri address, string? key, string why)
        : this(address, address, new SocketsHttpHandler(), why)
    {
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <param name="local">The road to it on this machine.</param>
    /// <param name="why">As above.</param>
    internal ServiceClient(LocalService local, string why)
        : this(local.Address, OnThisMachine, new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => local.ConnectAsync(cancellationToken) }, why)
    {
    }

    private ServiceClient(Uri shown, Uri address, SocketsHttpHandler handler, string why)
    {
        Address = shown;
        (handler.UseProxy, handler.AllowAutoRedirect, handler.ConnectTimeout) = (false, false, ConnectLimit);
        _http = new(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add(AuditedCalls.WhyHeader, Uri.EscapeDataString(why));
    }

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; }

    /// <summary>The lines the service owns; null when no service answers there. Exit code 1 when it wants a key.</summary>
    internal async Task<IReadOnlyList<ServedLine>?> LinesAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var answer = await _http.GetAsync(new Uri("/v1/lines", UriKind.Relative), limit.Token);
            if (answer.StatusCode == HttpStatusCode.Unauthorized) throw WantsKey();
            if (!answer.IsSuccessStatusCode) return null;
            using var page = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(limit.Token), default, limit.Token);
            return page.RootElement.TryGetProperty("lines", out var lines) ? [.. lines.EnumerateArray().Select(Line).OfType<ServedLine>()] : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Sends <paramref name="body"/> and returns the answer, whatever its status; <see cref="LineLostException"/> when the service is gone.</summary>
    internal async Task<HttpResponseMessage> PostAsync<T>(string path, T body, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.PostAsJsonAsync(path, body, JsonOutput.Options, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw new LineLostException($"the service at {Address} does not answer any more: {e.Message}", e);
        }
    }

    /// <summary>As <see cref="PostAsync"/>, a body of any kind; <paramref name="key"/> makes a repeat of it harmless.</summary>
    internal async Task<HttpResponseMessage> PostContentAsync(string path, HttpContent content, string? key, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks for the end of what is at <paramref name="path"/>; returns the answer, whatever its status.</summary>
    internal async Task<HttpResponseMessage> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Delete, new Uri(path, UriKind.Relative));
        return await SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw new LineLostException($"the service at {Address} does not answer any more: {e.Message}", e);
        }
    }

    /// <summary>Asks for a page whose body is read as it comes; returns the answer, whatever its status.</summary>
    internal async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw new LineLostException($"the service at {Address} does not answer: {e.Message}", e);
        }
    }

    /// <summary>The sentence of a problem the service answered with.</summary>
    internal static async Task<string> WhyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } sentence) return sentence;
        }
        catch (JsonException)
        {
            // No problem document: the status says it.
        }

        return $"the service answered {(int)answer.StatusCode} {answer.ReasonPhrase}";
    }

    /// <summary>What to tell when the service wants a key and got none, or a wrong one.</summary>
    internal VerbFailedException WantsKey() => new(
        ExitCode.Failed, $"the service at {Address} wants a key: --key-file FILE, or the environment variable {ServiceChoice.KeyVariable}; without one, only who may open its socket in the data folder is known to it; --service none goes past it");

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ServedLine? Line(JsonElement line) =>
        line.TryGetProperty("line", out var name) && line.TryGetProperty("uri", out var text) && LineUri.TryParse(text.GetString() ?? "", out var uri, out _)
            ? new(name.GetString() ?? "", uri)
            : null;
}
