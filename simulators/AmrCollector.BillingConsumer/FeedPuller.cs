using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace AmrCollector.BillingConsumer;

/// <summary>Pulls the feed by cursor: the next page is asked for only when the last one is on the disk.</summary>
internal static class FeedPuller
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Pulls until cancelled; returns why when the collector says that its history is another.</summary>
    public static async Task<string> RunAsync(Books books, Uri collector, string? key, TextWriter output, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = collector, Timeout = LongestAnswer };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var wait = FirstWait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await PullAsync(books, http, output, cancellationToken) is { } gone) return gone;
                wait = FirstWait;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or IOException or SocketException or OperationCanceledException or JsonException)
            {
                await output.WriteLineAsync($"pull failed: {e.Message}");
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    private static async Task<string?> PullAsync(Books books, HttpClient http, TextWriter output, CancellationToken cancellationToken)
    {
        var cursor = books.Cursor;
        var path = cursor.Length == 0 ? "/v1/readings?limit=500&wait=20s" : $"/v1/readings?limit=500&wait=20s&after={cursor}";
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.BadRequest) return text;
        answer.EnsureSuccessStatusCode();
        using var page = JsonDocument.Parse(text);
        var root = page.RootElement;
        List<BookedEntry> entries = [.. root.GetProperty("entries").EnumerateArray().Select(BookedEntry.Of)];
        var booked = books.Book(null, entries, root.GetProperty("next").GetString()!, root.GetProperty("head").GetString()!);
        if (entries.Count > 0) await output.WriteLineAsync($"page: {booked} of {entries.Count} are new");
        return null;
    }
}
