using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Crash;

/// <summary>
/// A billing system that walks the feed by cursor without a pause, whatever happens to the service, and keeps all it was given.
/// </summary>
internal sealed class FeedWalker : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(25);

    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<FeedEntry> _given = [];
    private readonly Task _walking;
    private string _cursor = "";
    private string _refusal = "";

    public FeedWalker(int port)
    {
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        _walking = WalkAsync();
    }

    /// <summary>Everything it was given, in the order in which it came.</summary>
    public IReadOnlyList<FeedEntry> Given
    {
        get
        {
            lock (_lock) return [.. _given];
        }
    }

    /// <summary>How many entries it was given.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _given.Count;
        }
    }

    /// <summary>What the service answered instead of a page; empty while it never did.</summary>
    public string Refusal => Volatile.Read(ref _refusal);

    /// <summary>Connections that broke; each is answered by asking again with the cursor of the last whole page.</summary>
    public int Breaks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _walking;
        _stop.Dispose();
        _http.Dispose();
    }

    private async Task WalkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await TakePageAsync();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                Breaks++;
                await Task.Delay(Breath, TimeProvider.System);
            }
        }
    }

    private async Task TakePageAsync()
    {
        var after = _cursor.Length == 0 ? "" : $"&after={_cursor}";
        using var reply = await _http.GetAsync(new Uri($"/v1/readings?limit=400&wait=2s{after}", UriKind.Relative), _stop.Token);
        var body = await reply.Content.ReadAsStringAsync(_stop.Token);
        if (reply.StatusCode == HttpStatusCode.ServiceUnavailable) throw new HttpRequestException("the service is ending");
        if (reply.StatusCode != HttpStatusCode.OK)
        {
            Volatile.Write(ref _refusal, $"{(int)reply.StatusCode} {body}");
            await Task.Delay(Breath, TimeProvider.System);
            return;
        }

        using var page = JsonDocument.Parse(body);
        lock (_lock) _given.AddRange(page.RootElement.GetProperty("entries").EnumerateArray().Select(FeedEntry.Of));
        _cursor = page.RootElement.GetProperty("next").GetString()!;
    }
}
