using System.Net;
using System.Net.Http.Json;
using AmrCollector.Ledger;
using AmrCollector.Service.Security;

namespace AmrCollector.Tests.Service.Security;

public sealed class AccessTests
{
    private static readonly object Resend = new { sink = "nobody", from = "beginning", why = "a drill" };

    [Fact]
    public async Task Without_keys_anybody_on_this_machine_looks_and_nobody_operates()
    {
        await using var site = await GuardedSite.StartAsync();
        using var http = site.Client();
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(http, "/v1/lines"));
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(http, "/"));
        Assert.Equal(HttpStatusCode.Forbidden, await GuardedSite.StatusAsync(http, "/v1/audit"));
        using var refused = await http.PostAsJsonAsync("/v1/sinks/resend", Resend);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("amr key create", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_internet_cannot_look_through_a_browser_under_a_name_of_its_own()
    {
        await using var site = await GuardedSite.StartAsync();
        using var http = site.Client();
        using HttpRequestMessage rebound = new(HttpMethod.Get, "/v1/lines") { Headers = { Host = "evil.example:8645" } };
        using var answer = await http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task With_keys_each_does_what_its_scope_allows_and_nobody_else_does_anything()
    {
        var (read, reader) = AccessKey.Create("billing", Scope.Read, DateTimeOffset.UnixEpoch);
        var (operate, operater) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        var (admin, administrator) = AccessKey.Create("wang", Scope.Admin, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([read, operate, admin]);
        Assert.Equal((401, 401, 401, 200), await TryAsync(site, null));
        Assert.Equal((401, 401, 401, 200), await TryAsync(site, reader[..^1]));
        Assert.Equal((200, 403, 403, 200), await TryAsync(site, reader));
        Assert.Equal((200, 404, 403, 200), await TryAsync(site, operater)); // allowed: there is no such sink
        Assert.Equal((200, 404, 200, 200), await TryAsync(site, administrator));
    }

    [Fact]
    public async Task The_socket_needs_no_key_and_says_whose_process_it_is()
    {
        var (key, _) = AccessKey.Create("billing", Scope.Read, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([key]);
        using var http = site.Local();
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(http, "/v1/audit"));
        using var asked = await http.PostAsJsonAsync("/v1/sinks/resend", Resend);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
        var calls = site.Host.Collection.Ledger.OpenReader().Audit(0, 10);
        Assert.Equal([AuditRecord.Asked, "answered 404"], calls.Select(call => call.Outcome));
        Assert.All(calls, call => Assert.Equal(($"{Environment.UserName}@local", "operate", "POST /v1/sinks/resend", "a drill"), (call.Who, call.Scope, call.Call, call.Why)));
        if (OperatingSystem.IsWindows()) return; // the pipe's rights are another matter
        var mode = File.GetUnixFileMode(Path.Combine(site.Folder, "data", LocalRoad.SocketName));
        Assert.Equal(UnixFileMode.None, mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute));
    }

    [Fact]
    public async Task What_changes_something_needs_a_reason_and_is_chained_with_it_and_never_in_the_feed()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([key]);
        using var http = site.Client(secret);
        using var mute = await http.PostAsJsonAsync("/v1/sinks/resend", new { sink = "nobody" });
        Assert.Equal(HttpStatusCode.BadRequest, mute.StatusCode);
        Assert.Equal(0, site.Host.Collection.Ledger.Head.Sequence);
        using HttpRequestMessage said = new(HttpMethod.Post, "/v1/sinks/resend") { Content = JsonContent.Create(new { sink = "nobody" }), Headers = { { AuditedCalls.WhyHeader, "%E6%A0%B8%E5%AF%B9" } } };
        using var done = await http.SendAsync(said);
        using var reader = site.Host.Collection.Ledger.OpenReader();
        Assert.Equal(("li", "核对"), (reader.Audit(0, 10)[0].Who, reader.Audit(0, 10)[0].Why));
        Assert.Equal(2, site.Host.Collection.Ledger.Head.Sequence);
        Assert.Null(Chain.Verify(site.Host.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
        foreach (var page in (string[])["/v1/readings", "/v1/readings?source=audit", "/v1/readings?verdict=reject"])
            Assert.DoesNotContain("@audit", await http.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith(".sock", StringComparison.Ordinal)))
            Assert.DoesNotContain(secret, await ReadAsync(file), StringComparison.Ordinal);
    }

    private static async Task<(int Read, int Operate, int Admin, int Open)> TryAsync(GuardedSite site, string? secret)
    {
        using var http = site.Client(secret);
        using var posted = await http.PostAsJsonAsync("/v1/sinks/resend", Resend);
        return ((int)await GuardedSite.StatusAsync(http, "/v1/lines"), (int)posted.StatusCode, (int)await GuardedSite.StatusAsync(http, "/v1/audit"), (int)await GuardedSite.StatusAsync(http, "/healthz"));
    }

    private static async Task<string> ReadAsync(string file)
    {
        await using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(open, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
