using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>Gateways that lie, and a broker whose certificate nobody we trust has signed: told once, counted, and nobody else is slowed down.</summary>
public sealed class BadInputTests
{
    private const string District = """
        { "name": "liars", "seed": 4, "broker": "mqtt://127.0.0.1", "gateways": [
          { "name": "liar", "topic": "site/{gateway}/meter/{meter}", "every": "1s", "history": "400s",
            "lies": [ "wrongTopic", "huge", "brokenJson", "overflow", "past", "future" ], "meters": [ { "model": "dlt645-2007-1p", "first": "202611340001" } ] },
          { "name": "honest", "topic": "site/{gateway}/meter/{meter}", "every": "1s", "history": "400s", "meters": [ { "model": "dlt645-2007-1p", "first": "202611350001", "count": 10 } ] } ] }
        """;

    [NeedsFact(Mosquitto.Program)]
    public async Task A_gateway_that_lies_is_told_of_once_for_each_kind_and_its_neighbour_loses_nothing()
    {
        await using var site = await GatewaySite.StartAsync(District);
        await using (var service = site.Site.Start())
        {
            await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_broker_up{broker=\"main\"} 1", StringComparison.Ordinal));
            await using var simulator = await site.SimulateAsync();
            await Patience.UntilAsync(() => site.Reported.Count >= 11 * 401, () => simulator.Said);
            await simulator.EndAsync();
            var expected = site.Reported.Distinct().Count();
            var metrics = await service.AskUntilAsync("/metrics", metrics => GatewayTests.Sample(metrics, "amr_ledger_entries") >= expected);
            Assert.InRange(GatewayTests.Sample(metrics, "amr_reports_total{outcome=\"refused\"}"), 401, 600);
            AssertLines(service.Said);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.Site.VerifyAsync();
        var ledger = await site.Site.ExportAsync();
        Assert.Equal(site.Reported.Distinct().Order(), ledger.Where(entry => entry.Replaces is null).Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value)).Order());
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task Meters_behind_the_same_broker_are_read_on_while_a_gateway_lies()
    {
        const string Polled = """{ "name": "hex", "wire": "mqtt", "gateway": "gw/1", "turnRound": "20ms", "meters": [ { "model": "dlt645-2007-1p", "first": "202611300001", "count": 2 } ] }""";
        await using var site = await GatewaySite.StartAsync(District
            .Replace("\"gateways\":", $"\"lines\": [ {Polled} ], \"gateways\":", StringComparison.Ordinal).Replace("400s", "60s", StringComparison.Ordinal));
        await using var service = site.Site.Start();
        await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_broker_up{broker=\"main\"} 1", StringComparison.Ordinal));
        await using var simulator = await site.SimulateAsync();
        await service.AskUntilAsync("/v1/lines/hex", line => Number(line, "answering") == 2);
        await service.AskUntilAsync("/metrics", metrics => GatewayTests.Sample(metrics, "amr_reports_total{outcome=\"refused\"}") >= 60);
        var (refused, answered) = (await RefusedAsync(service), Number(await service.AskUntilAsync("/v1/lines/hex", _ => true), "answered"));
        var read = await service.AskUntilAsync("/v1/lines/hex", line => Number(line, "answered") > answered + 6);
        Assert.Equal(0, Number(read, "dead"));
        await Patience.UntilAsync(async () => await RefusedAsync(service) > refused, () => service.Said); // and it goes on lying
        AssertLines(service.Said);
    }

    private static async Task<long> RefusedAsync(ServiceProcess service) =>
        GatewayTests.Sample(await service.AskUntilAsync("/metrics", _ => true), "amr_reports_total{outcome=\"refused\"}");

    private static long Number(string json, string name) => System.Text.Json.JsonElement.Parse(json).GetProperty(name).GetInt64();

    [NeedsFact(Mosquitto.Program)]
    public async Task A_broker_with_a_strangers_certificate_is_one_line_in_the_log_and_does_not_disturb_the_other_broker()
    {
        using Certificates ours = new("ours");
        using Certificates strangers = new("strangers");
        var (certificate, key) = strangers.Sign("broker");
        await using var deceiver = await Mosquitto.StartAsync(
            "allow_anonymous true\ncafile {folder}/ca.pem\ncertfile {folder}/broker.pem\nkeyfile {folder}/broker.key\n",
            ("ca.pem", strangers.AuthorityPem), ("broker.pem", certificate), ("broker.key", key));
        await using var good = await Mosquitto.StartAsync("allow_anonymous true\n" + Mosquitto.Unlimited);
        await using SilentProxy counted = new(deceiver.Port);
        using TestSite site = new();
        site.Write("ours.pem", ours.AuthorityPem);
        site.Write("meters.csv", TestSite.Header + "000000000001,,,,\n");
        site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new
            {
                main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{good.Port}") },
                other = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtts://127.0.0.1:{counted.Port}"), caFile = "ours.pem" },
            },
            ["reports"] = new[] { Rule("main"), Rule("other") },
        });
        await using var service = site.Start();
        await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_broker_up{broker=\"main\"} 1", StringComparison.Ordinal));
        await using Listener gateway = new(good.Options("gateway", isTransient: true));
        gateway.Client.Start();
        await Patience.UntilAsync(() => counted.Connections >= 4, () => service.Said);
        await gateway.Client.PublishAsync("site/7/meter/000000000001", """{"kwh":1,"ts":1763712000}"""u8.ToArray(), AmrCollector.Protocol.Mqtt.MqttQos.AtLeastOnce);
        await service.AskUntilAsync("/metrics", metrics => GatewayTests.Sample(metrics, "amr_ledger_entries") == 1);
        await service.SaysAsync("no TLS with");
        Assert.Equal(1, service.Said.Split('\n').Count(line => line.Contains("no TLS with", StringComparison.Ordinal)));
        Assert.InRange(counted.Connections, 4, 30);

        static object Rule(string broker) => new { broker, topic = "site/+/meter/{meter}", item = "1-0:1.8.0", value = "$.kwh", time = "$.ts", unit = "kWh" };
    }

    private static void AssertLines(string said)
    {
        var refused = said.Split('\n').Where(line => line.Contains("Report refused", StringComparison.Ordinal)).ToList();
        Assert.All(refused, line => Assert.Contains("gateway liar", line, StringComparison.Ordinal));
        string[] reasons = ["is not in the meter list", "bytes are no report", "it is not JSON", "is a number no register shows", "no meter kept a date before 2000", "more than a day ahead"];
        foreach (var reason in reasons)
            Assert.True(refused.Any(line => line.Contains(reason, StringComparison.Ordinal)), $"no line says '{reason}': {string.Join('\n', refused)}");
        Assert.Equal(reasons.Length, refused.Count); // of a kind one line in ten minutes
    }
}
