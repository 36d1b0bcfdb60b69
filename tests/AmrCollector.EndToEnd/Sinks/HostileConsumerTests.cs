using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A webhook receiver that fails in every way.</summary>
public sealed class HostileConsumerTests
{
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";

    [NeedsFact("/bin/sh")]
    public async Task Whatever_it_answers_the_same_push_comes_again_until_it_is_taken()
    {
        using var site = await SinkSite.CollectAsync(20);
        await using HostileConsumer consumer = new(
        [
            "HTTP/1.1 500 Internal Server Error\r\n\r\n", "", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\n\r\n",
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/elsewhere\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n",
        ]);
        Configure(site, "http", consumer.Port);
        await site.DeliverAsync(Configuration("http", consumer.Port));
        Assert.Single(consumer.Pushes.Take(6).Select(push => push.Id).Distinct());
        Assert.Equal(site.Ledger.Select(entry => entry.Id), consumer.Taken.SelectMany(Ids));
    }

    [NeedsFact("/bin/sh")]
    public async Task One_that_never_answers_is_given_up_in_time_and_asked_again()
    {
        using var site = await SinkSite.CollectAsync(20);
        await using HostileConsumer consumer = new(["wait"]);
        Configure(site, "http", consumer.Port);
        await site.DeliverAsync(Configuration("http", consumer.Port));
        Assert.Equal(2, consumer.Pushes.Count(push => push.Id == consumer.Pushes.First().Id));
    }

    [NeedsFact("/bin/sh")]
    public async Task Gone_disables_the_sink_until_a_person_resumes_it()
    {
        using var site = await SinkSite.CollectAsync(20);
        await using HostileConsumer consumer = new(["HTTP/1.1 410 Gone\r\n\r\n"]);
        Configure(site, "http", consumer.Port);
        await using var service = site.Site.Start();
        await service.AskUntilAsync("/v1/sinks", sinks => sinks.Contains("\"disabled\":true", StringComparison.Ordinal));
        await service.AskUntilAsync("/v1/alarms", alarms => alarms.Contains("sinkDisabled", StringComparison.Ordinal));
        Assert.Single(consumer.Pushes);
        var (exit, said) = await Command.RunAsync(
            "dotnet", Path.Combine(AppContext.BaseDirectory, "amr.dll"), "feed", "resume", "--sink", "billing", "--config", site.Site.Folder);
        Assert.True(exit == 0, said);
        await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_feed_lag_records{feed=\"billing\"} 0", StringComparison.Ordinal));
        Assert.Equal(site.Ledger.Select(entry => entry.Id), consumer.Taken.SelectMany(Ids));
        var events = await service.AskUntilAsync("/v1/events?kind=sinkDisabled", answer => answer.Contains("cleared", StringComparison.Ordinal));
        Assert.Contains("\"type\":\"collector.alarm\"", events, StringComparison.Ordinal);
    }

    [NeedsFact("/bin/sh")]
    public async Task Nothing_is_sent_to_one_whose_certificate_nobody_trusts()
    {
        using var site = await SinkSite.CollectAsync(20);
        using Certificates strangers = new("strangers");
        var (certificate, key) = strangers.Sign("billing");
        using var shown = X509Certificate2.CreateFromPem(certificate, key);
        await using HostileConsumer consumer = new([], shown);
        Configure(site, "https", consumer.Port);
        await using var service = site.Site.Start();
        await service.AskUntilAsync("/v1/sinks", sinks => consumer.Connections >= 2 && sinks.Contains("no connection", StringComparison.Ordinal));
        Assert.Empty(consumer.Pushes);
    }

    private static void Configure(SinkSite site, string scheme, int port)
    {
        site.Site.Write("billing.secret", Secret);
        site.Site.Configure(Configuration(scheme, port));
    }

    private static Dictionary<string, object> Configuration(string scheme, int port) => new()
    {
        ["sinks"] = (object[])[new { name = "billing", webhook = string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{port}/hook"), secretFile = "billing.secret" }],
    };

    private static IEnumerable<string> Ids(string body)
    {
        using var push = JsonDocument.Parse(body);
        return [.. push.RootElement.GetProperty("data").GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!)];
    }
}
