using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>Gateways report through a real broker while the service is killed as a power cut would, at any instant.</summary>
public sealed class ReportCrashTests(ITestOutputHelper output)
{
    private const int Meters = 20;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [NeedsFact(Mosquitto.Program)]
    public Task Ten_kills_between_arrival_and_commit_lose_no_report_and_double_none() => KillAsync(10, 4000, seed: 4);

    [NeedsFact(Mosquitto.Program)]
    [Trait("Duration", "Long")]
    public Task A_hundred_kills_lose_no_report_and_double_none() => KillAsync(100, 40_000, seed: 5);

    private async Task KillAsync(int kills, int reports, int seed)
    {
        await using var broker = await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}");
        using TestSite site = new();
        Configure(site, broker.Port);
        await using MqttClient gateway = new(broker.Options("gateway"), TimeProvider.System, () => 0.5, _ => { });
        gateway.Start();
        Random chance = new(seed);
        await using (var first = site.Start()) await SubscribesAsync(first, gateway);

        var publishing = PublishAsync(gateway, reports, kills);
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
            await last.AskUntilAsync("/metrics", metrics => Entries(metrics) >= reports + 1);
            await last.TerminateAsync();
            Assert.Equal(0, await last.EndAsync());
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{reports} reports through {kills} kills: {ledger.Count} entries");
        var firsts = ledger.Where(entry => entry.Replaces is null).Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value)).ToList();
        Assert.Equal(Enumerable.Range(-1, reports + 1).Select(Report).Order(), firsts.Order());
        Assert.All(ledger, entry => Assert.Equal("report", entry.Source));
    }

    /// <summary>Reports until the first is in the ledger: from then on the broker keeps what comes for this collector.</summary>
    private static async Task SubscribesAsync(ServiceProcess service, MqttClient gateway)
    {
        await Patience.UntilAsync(
            async () =>
            {
                await SendAsync(gateway, -1);
                return Entries(await service.AskUntilAsync("/metrics", _ => true)) == 1;
            },
            () => service.Said);
        service.Kill();
        await service.EndAsync();
    }

    /// <summary>All reports, some of them twice, spread over the kills.</summary>
    private static async Task PublishAsync(MqttClient gateway, int reports, int kills)
    {
        var pause = TimeSpan.FromSeconds(1.5 * kills * 20 / reports);
        for (var i = 0; i < reports; i += 20)
        {
            var batch = Enumerable.Range(i, 20).Select(number => SendAsync(gateway, number)).Append(SendAsync(gateway, Math.Max(0, i - 7)));
            await Task.WhenAll(batch);
            await Task.Delay(pause, TimeProvider.System);
        }
    }

    private static Task SendAsync(MqttClient gateway, int number)
    {
        var (meter, instant, value) = Report(number);
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"kwh":{{value}},"ts":"{{instant:yyyy-MM-ddTHH:mm:ssZ}}"}""");
        return gateway.PublishAsync($"site/7/meter/{meter}", Encoding.ASCII.GetBytes(payload), MqttQos.AtLeastOnce);
    }

    private static (string Meter, DateTimeOffset Instant, decimal Value) Report(int number)
    {
        var (round, meter) = number < 0 ? (-1, 0) : (number / Meters, number % Meters);
        return (string.Create(CultureInfo.InvariantCulture, $"{meter:000000000000}"), Start.AddMinutes(15 * round), 1000 + (round * 0.01m));
    }

    private static long Entries(string metrics)
    {
        const string Name = "amr_ledger_entries ";
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? -1 : long.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }

    private static void Configure(TestSite site, int port)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{port}"), clientId = "amr-test" } },
            ["reports"] = new object[] { new { broker = "main", topic = "site/+/meter/{meter}", item = "1-0:1.8.0", value = "$.kwh", time = "$.ts", unit = "kWh" } },
        });
        site.Write("meters.csv", TestSite.Header + string.Concat(Enumerable.Range(0, Meters).Select(meter => $"{meter:000000000000},,,,\n")));
    }
}
