using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>The service, a broker and simulated gateways of both kinds, each a process of its own.</summary>
public sealed class GatewayTests
{
    private const string Tunnels = """
        "lines": [
          { "name": "hex", "wire": "mqtt", "gateway": "gw/1", "baud": 9600, "turnRound": "20ms", "preamble": 4, "meters": [ { "model": "dlt645-2007-1p", "first": "202611300001", "count": 2 } ] },
          { "name": "json", "wire": "mqtt", "gateway": "gw/2", "payload": "json:frame", "correlation": "id", "turnRound": "20ms", "meters": [ { "model": "dlt645-2007-1p", "first": "202611310001", "count": 2 } ] },
          { "name": "base64", "wire": "mqtt", "gateway": "gw/3", "payload": "base64", "turnRound": "20ms", "meters": [ { "model": "dlt645-2007-1p", "first": "202611320001" } ] },
          { "name": "raw", "wire": "mqtt", "gateway": "gw/4", "payload": "raw", "turnRound": "20ms", "meters": [ { "model": "dlt645-2007-1p", "first": "202611330001" } ] } ]
        """;

    private const string Reporters = """
        "gateways": [
          { "name": "honest", "topic": "site/{gateway}/meter/{meter}", "every": "1s", "history": "20s", "meters": [ { "model": "dlt645-2007-1p", "first": "202611340001", "count": 10 } ] },
          { "name": "sloppy", "topic": "site/{gateway}/meter/{meter}", "every": "1s", "history": "20s", "retain": true, "twicePercent": 50, "latePercent": 30,
            "meters": [ { "model": "dlt645-2007-1p", "first": "202611350001", "count": 10 } ] } ]
        """;

    [NeedsFact(Mosquitto.Program)]
    public async Task Meters_behind_tunnels_are_polled_like_any_other_whatever_the_payload()
    {
        await using var site = await GatewaySite.StartAsync($$"""{ "name": "tunnels", "seed": 4, "broker": "mqtt://127.0.0.1", {{Tunnels}} }""");
        await using var truth = await site.TruthAsync();
        await using var simulator = await site.SimulateAsync();
        await using (var service = site.Site.Start())
        {
            await service.AskUntilAsync("/v1/lines", lines => AnsweringIn(lines) == 6);
            await ReadsAsync(truth, "--config", site.Site.Folder, "202611310002");
            await Patience.UntilAsync(async () => await EntriesAsync(service) >= 60, () => service.Said);
            await site.Broker.StopAsync();
            await site.Broker.ReturnAsync();
            var before = await EntriesAsync(service);
            await Patience.UntilAsync(async () => await EntriesAsync(service) > before + 12, () => service.Said); // the lines came back
            await service.AskUntilAsync("/v1/readings?limit=10000&item=1-0:1.8.0", feed => truth.Meters.All(meter => HasFreezeOf(meter.Id, feed)));
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await ReadsAsync(truth, "json", "--config", site.Site.Folder, "--model", "dlt645-2007-1p", "--address", "202611310002"); // without the service
        await site.Site.VerifyAsync();
        var freezes = (await site.Site.ExportAsync()).Where(entry => entry is { Source: "dailyFreeze", Item: "1-0:1.8.0" }).ToList();
        Assert.Equal(truth.Meters.Select(meter => meter.Id).Order(), freezes.Select(entry => entry.Meter).Distinct().Order());
        Assert.All(freezes, entry => Assert.Equal(truth.Meter(entry.Meter).RegisterAt("1-0:1.8.0", entry.Instant), entry.Value));
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task What_gateways_report_is_in_the_ledger_once_though_it_is_repeated_retained_and_late_and_the_broker_restarts()
    {
        await using var site = await GatewaySite.StartAsync($$"""{ "name": "reporters", "seed": 4, "broker": "mqtt://127.0.0.1", {{Reporters}} }""");
        await using (var service = site.Site.Start())
        {
            await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_broker_up{broker=\"main\"} 1", StringComparison.Ordinal));
            await using var simulator = await site.SimulateAsync();
            await Patience.UntilAsync(() => site.Reported.Count >= 500, () => simulator.Said);
            await site.Broker.StopAsync();
            await site.Broker.ReturnAsync();
            var heard = site.Reported.Count;
            await Patience.UntilAsync(() => site.Reported.Count >= heard + 100, () => simulator.Said);
            await simulator.EndAsync();
            var expected = site.Reported.Distinct().Count();
            await service.AskUntilAsync("/metrics", metrics => EntriesIn(metrics) >= expected);
        }

        site.Configure(site.Site, "another", "site/{gateway}/meter/{meter}"); // a new session: what the broker retains comes once more
        await using (var again = site.Site.Start())
        {
            await again.AskUntilAsync("/metrics", metrics => Sample(metrics, "amr_reports_total{outcome=\"stored\"}") >= 10);
            await again.TerminateAsync();
            Assert.Equal(0, await again.EndAsync());
        }

        await site.Site.VerifyAsync();
        var firsts = (await site.Site.ExportAsync()).Where(entry => entry.Replaces is null).ToList();
        Assert.All(firsts, entry => Assert.Equal("report", entry.Source));
        Assert.Equal(site.Reported.Distinct().Order(), firsts.Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value)).Order());
        Assert.True(site.Reported.Count > site.Reported.Distinct().Count(), "nothing was repeated");
    }

    private static async Task ReadsAsync(RunningDistrict truth, params string[] arguments)
    {
        var before = truth.Meter("202611310002").RegisterAt("1-0:1.8.0", TimeProvider.System.GetUtcNow());
        var (exit, output, errors) = await Command.AmrAsync(["read", .. arguments, "1-0:1.8.0", "--json"]);
        Assert.True(exit == 0, output + errors);
        using var read = JsonDocument.Parse(output);
        var value = decimal.Parse(read.RootElement.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);
        Assert.InRange(value, before, truth.Meter("202611310002").RegisterAt("1-0:1.8.0", TimeProvider.System.GetUtcNow()));
    }

    private static int AnsweringIn(string lines) => lines.Split("\"answering\":").Skip(1).Sum(rest => int.Parse(string.Concat(rest.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture));

    private static bool HasFreezeOf(string meter, string feed) =>
        feed.Split("{\"cursor\"").Any(entry => entry.Contains(meter, StringComparison.Ordinal) && entry.Contains("dailyFreeze", StringComparison.Ordinal));

    private static async Task<long> EntriesAsync(ServiceProcess service) => EntriesIn(await service.AskUntilAsync("/metrics", _ => true));

    private static long EntriesIn(string metrics) => Sample(metrics, "amr_ledger_entries");

    /// <summary>The value of a sample, -1 when it is not there.</summary>
    internal static long Sample(string metrics, string name)
    {
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return line is null ? -1 : long.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
