using System.Net;
using AmrCollector.Service.Security;

namespace AmrCollector.Tests.Service.Security;

public sealed class SignInTests
{
    [Fact]
    public async Task A_browser_that_is_not_known_is_led_to_the_form_and_back()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([key]);
        using var http = site.Client();
        using HttpRequestMessage page = new(HttpMethod.Get, "/?lang=zh") { Headers = { Accept = { new("text/html") } } };
        using var sent = await http.SendAsync(page);
        Assert.Equal((HttpStatusCode.Found, "/sign-in?return=%2F%3Flang%3Dzh"), (sent.StatusCode, sent.Headers.Location!.OriginalString));
        Assert.Contains("<form", await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative)), StringComparison.Ordinal);

        using var entered = await EnterAsync(http, secret, "/?lang=zh");
        Assert.Equal((HttpStatusCode.Found, "/?lang=zh"), (entered.StatusCode, entered.Headers.Location!.OriginalString));
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        foreach (var part in (string[])["httponly", "samesite=strict", "path=/"]) Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, cookie, StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, await GuardedSite.StatusAsync(http, "/v1/lines"));

        using var forged = await http.PostAsync(new Uri("/v1/sinks/resend", UriKind.Relative), new FormUrlEncodedContent([new("why", "x")]));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Contains("session's token", await forged.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var left = await http.PostAsync(new Uri("/sign-out", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedSite.StatusAsync(http, "/v1/lines"));
    }

    [Fact]
    public async Task After_signing_in_the_way_leads_only_to_pages_of_ours()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([key]);
        using var http = site.Client();
        foreach (var back in (string[])["//evil.example/", "/\\evil.example", "https://evil.example", "", "/x\r\nSet-Cookie: a=b"])
        {
            using var entered = await EnterAsync(http, secret, back);
            Assert.Equal("/", entered.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_sign_a_browser_in()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync([key]);
        using var http = site.Client();
        http.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        using var entered = await EnterAsync(http, secret, "/");
        Assert.Equal(HttpStatusCode.Forbidden, entered.StatusCode);
    }

    [Fact]
    public void A_form_of_ours_carries_the_token_of_its_session_and_of_no_other()
    {
        Support.ManualTime time = new();
        var (key, _) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        KeyRing keys = new(null, [key], time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Sessions sessions = new(keys, time);
        var (one, two) = (sessions.Open(key), sessions.Open(key));
        Assert.NotEqual(sessions.Find(one)!.FormToken, sessions.Find(two)!.FormToken);
        Assert.Equal(("li", Scope.Operate), (sessions.Find(one)!.Name, sessions.Find(one)!.Scope));
        time.Advance(TimeSpan.FromMinutes(31));
        Assert.Null(sessions.Find(one));
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient http, string secret, string back) =>
        http.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([new("key", secret), new("return", back)]));
}
