using AmrCollector.EndToEnd.Support;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>Two services divide the gateways of one broker by a shared subscription, and one of them dies.</summary>
public sealed class TwoCollectorsTests(ITestOutputHelper output)
{
    private const string Filter = "$share/collectors/site/{gateway}/meter/{meter}";
    private const string District = """
        { "name": "shared", "seed": 4, "broker": "mqtt://127.0.0.1", "gateways": [
          { "name": "g", "topic": "site/{gateway}/meter/{meter}", "every": "1s", "meters": [ { "model": "dlt645-2007-1p", "first": "202611340001", "count": 20 } ] } ] }
        """;

    [NeedsFact(Mosquitto.Program)]
    public async Task Each_report_is_in_one_of_two_ledgers_though_a_collector_is_killed_and_comes_back()
    {
        await using var site = await GatewaySite.StartAsync(District, "one", Filter);
        using TestSite other = new();
        site.Configure(other, "two", Filter);
        await using var one = site.Site.Start();
        var two = other.Start();
        await ConnectedAsync(one);
        await ConnectedAsync(two);
        await using (var simulator = await site.SimulateAsync())
        {
            await one.AskUntilAsync("/metrics", metrics => GatewayTests.Sample(metrics, "amr_ledger_entries") > 50);
            await two.AskUntilAsync("/metrics", metrics => GatewayTests.Sample(metrics, "amr_ledger_entries") > 50);
            two.Kill();
            await two.EndAsync();
            var heard = site.Reported.Count;
            await Patience.UntilAsync(() => site.Reported.Count > heard + 100, () => simulator.Said);
            await simulator.EndAsync();
        }

        await two.DisposeAsync();
        two = other.Start();
        await using var second = two;
        var all = site.Reported.Distinct().Order().ToList();
        await Patience.UntilAsync(async () => await EntriesAsync(one) + await EntriesAsync(two) >= all.Count, () => $"{all.Count} reports; {one.Said} {two.Said}");
        await one.TerminateAsync();
        await two.TerminateAsync();
        await one.EndAsync();
        await two.EndAsync();
        var (first, rest) = (await ReportsAsync(site.Site), await ReportsAsync(other));
        output.WriteLine($"{all.Count} reports: {first.Count} in the first ledger, {rest.Count} in the second, {first.Intersect(rest).Count()} in both");
        Assert.Equal(all, first.Union(rest).Order());
    }

    private static Task<string> ConnectedAsync(ServiceProcess service) =>
        service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_broker_up{broker=\"main\"} 1", StringComparison.Ordinal));

    private static async Task<long> EntriesAsync(ServiceProcess service) => GatewayTests.Sample(await service.AskUntilAsync("/metrics", _ => true), "amr_ledger_entries");

    private static async Task<IReadOnlyList<(string Meter, DateTimeOffset Instant, decimal Value)>> ReportsAsync(TestSite site) =>
        [.. (await site.ExportAsync()).Where(entry => entry.Replaces is null).Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value))];
}
