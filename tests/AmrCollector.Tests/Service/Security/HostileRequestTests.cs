using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using AmrCollector.Service.Security;

namespace AmrCollector.Tests.Service.Security;

/// <summary>Whatever somebody sends to the API's port: it is refused with its own fault, nothing breaks, and nobody else notices.</summary>
public sealed class HostileRequestTests
{
    private static readonly string[] Posts = ["/v1/exchanges", "/v1/orders", "/v1/orders/O-1/withdraw", "/v1/findings", "/v1/review/F-1", "/v1/sinks/resend", "/v1/reconciliations"];
    private static readonly string[] Gets = ["/v1/readings", "/v1/events", "/v1/meters", "/v1/gaps", "/v1/orders", "/v1/findings", "/v1/audit", "/v1/lines/x", "/v1/meters/x"];
    private static readonly string[] Names = ["after", "limit", "wait", "meter", "item", "state", "from", "source", "held", "id"];
    private static readonly string[] Pieces = ["{}", "[]", "null", "-1", "1e400", "9999999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "true", "\"68 AA\"", "\"2026-13-45\"", "{\"meter\":[]}"];
    private static readonly string[] Fields = ["line", "request", "meter", "items", "orders", "findings", "decision", "reason", "version", "window", "sink", "from", "days", "head", "user", "why", "wait"];

    [Fact]
    public async Task A_request_that_is_wrong_is_answered_with_what_is_wrong()
    {
        (string Request, int Status)[] wrong =
        [
            ("POST /v1/reconciliations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n", 413),
            ("GET /v1/lines HTTP/1.1\r\n\r\n", 400),
            ("GET /v1/lines HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", 505),
            ("GET /v1/../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 404),
            ("POST /v1/reconciliations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("\u0016\u0003\u0001 no tls here\r\n\r\n", 400),
        ];
        await using var site = await GuardedSite.StartAsync();
        foreach (var (request, status) in wrong) Assert.Equal(status, await StatusAsync(site, request));
        await IsWellAsync(site);
    }

    [Fact]
    public async Task Heads_without_end_are_cut_at_their_limits()
    {
        await using var site = await GuardedSite.StartAsync();
        Assert.Equal(414, await StatusAsync(site, $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        Assert.Equal(431, await StatusAsync(site, $"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: {new string('a', 17_000)}\r\n\r\n"));
        Assert.Equal(431, await StatusAsync(site, $"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"X{i}: 1\r\n")))}\r\n"));
        await IsWellAsync(site);
    }

    [Fact]
    public async Task Bodies_and_queries_of_any_kind_never_make_a_fault_of_ours()
    {
        await using var site = await GuardedSite.StartAsync();
        using var http = site.Local();
        http.DefaultRequestHeaders.Add(AuditedCalls.WhyHeader, "fuzz");
        Random random = new(1876);
        for (var round = 0; round < 150; round++)
        {
            using StringContent body = new(round % 10 == 0 ? Garbage(random) : Json(random));
            body.Headers.ContentType = new MediaTypeHeaderValue(round % 7 == 0 ? "text/csv" : "application/json");
            using var posted = await http.PostAsync(new Uri(Posts[round % Posts.Length], UriKind.Relative), body);
            Assert.True((int)posted.StatusCode < 500, $"{Posts[round % Posts.Length]} {posted.StatusCode}: {await body.ReadAsStringAsync()}");
            var query = $"{Gets[round % Gets.Length]}?{Names[random.Next(Names.Length)]}={Uri.EscapeDataString(Garbage(random))}&{Names[random.Next(Names.Length)]}={random.Next(-9, 9)}";
            using var asked = await http.GetAsync(new Uri(query, UriKind.Relative));
            Assert.True((int)asked.StatusCode < 500, $"{query} {asked.StatusCode}");
        }

        await IsWellAsync(site);
    }

    [Fact]
    public async Task Who_guesses_keys_is_refused_before_the_right_one_could_be_looked_at()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Read, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([key]);
        using var guess = site.Client("amr_guess");
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.Unauthorized, await GuardedSite.StatusAsync(guess, "/v1/lines"));
        using var right = site.Client(secret);
        using var answer = await right.GetAsync(new Uri("/v1/lines", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.FromSeconds(30));
        using var local = site.Local();
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(local, "/v1/lines"));
    }

    [Fact]
    public async Task Who_opens_more_connections_than_his_share_is_cut_off_and_the_socket_is_not()
    {
        await using var site = await GuardedSite.StartAsync();
        List<Socket> held = [];
        try
        {
            for (var i = 0; i < 80; i++)
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port).ContinueWith(_ => { }, TaskScheduler.Default); // one that is cut at once may not even be told that it was there
            }

            await Support.Eventually.HoldsAsync(() => held.Count(IsCut) >= 16, "connections beyond 64 are cut off");
            using var local = site.Local();
            Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(local, "/v1/lines"));
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_bind_a_browser()
    {
        await using var site = await GuardedSite.StartAsync();
        using var http = site.Client();
        foreach (var path in (string[])["/", "/v1/lines", "/nowhere", "/healthz"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    private static bool IsCut(Socket socket)
    {
        try
        {
            return !socket.Connected || (socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[1]) == 0);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task IsWellAsync(GuardedSite site)
    {
        using var http = site.Client();
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(http, "/healthz"));
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(http, "/readyz"));
    }

    private static async Task<int> StatusAsync(GuardedSite site, string request)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        using StreamReader reader = new(new NetworkStream(socket));
        var line = await reader.ReadLineAsync() ?? throw new InvalidOperationException("no answer");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Json(Random random)
    {
        var fields = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Fields[random.Next(Fields.Length)]).Distinct();
        return $"{{{string.Join(",", fields.Select(field => $"\"{field}\":{Pieces[random.Next(Pieces.Length)]}"))}}}";
    }

    private static string Garbage(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(1, 0x2FF)));
}
