using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>Gateways report through a real broker while the service is killed as a power cut would, at any instant.</summary>
public sealed class ReportCrashTests(ITestOutputHelper output)
{
    [NeedsFact(Mosquitto.Program)]
    public Task Five_kills_between_arrival_and_commit_lose_no_report_and_double_none() => KillAsync(5, 2000, seed: 4);

    [NeedsFact(Mosquitto.Program)]
    [Trait("Duration", "Long")]
    public Task A_hundred_kills_lose_no_report_and_double_none() => KillAsync(100, 40_000, seed: 5);

    private async Task KillAsync(int kills, int reports, int seed)
    {
        await using var broker = await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}");
        using TestSite site = new();
        Configure(site, broker.Port);
        await using MqttClient client = new(broker.Options("gateway"), TimeProvider.System, () => 0.5, _ => { });
        client.Start();
        ReportingGateway gateway = new(client);
        Random chance = new(seed);
        await using (var first = site.Start()) await SubscribesAsync(first, gateway);

        var publishing = gateway.PublishAsync(reports, TimeSpan.FromSeconds(1.5 * kills));
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var life = site.Start();
            await life.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_broker_up{broker=\"main\"} 1", StringComparison.Ordinal));
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(400)), TimeProvider.System);
            life.Kill();
            await life.EndAsync();
        }

        await publishing;
        await using (var last = site.Start())
        {
            await last.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) >= reports + 1);
            await last.TerminateAsync();
            Assert.Equal(0, await last.EndAsync());
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{reports} reports through {kills} kills: {ledger.Count} entries");
        var firsts = ledger.Where(entry => entry.Replaces is null).Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value)).ToList();
        Assert.Equal(Enumerable.Range(-1, reports + 1).Select(ReportingGateway.Report).Order(), firsts.Order());
        Assert.All(ledger, entry => Assert.Equal("report", entry.Source));
    }

    /// <summary>Reports until the first is in the ledger: from then on the broker keeps what comes for this collector.</summary>
    private static async Task SubscribesAsync(ServiceProcess service, ReportingGateway gateway)
    {
        await Patience.UntilAsync(
            async () =>
            {
                await gateway.SendAsync(-1);
                return MetricsPage.Entries(await service.AskUntilAsync("/metrics", _ => true)) == 1;
            },
            () => service.Said);
        service.Kill();
        await service.EndAsync();
    }

    private static void Configure(TestSite site, int port)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{port}"), clientId = "amr-test" } },
            ["reports"] = ReportingGateway.Mapping,
        });
        site.Write("meters.csv", TestSite.Header + ReportingGateway.Rows);
    }
}
