using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>A broker, a district of gateways on it, a configuration for them, and somebody who hears all that is reported.</summary>
internal sealed class GatewaySite : IAsyncDisposable
{
    private readonly string _file;

    private GatewaySite(Mosquitto broker, string json)
    {
        Broker = broker;
        _file = Path.Combine(Site.Folder, "district.json");
        File.WriteAllText(_file, json);
        District = District.Load(_file);
        Witness = new(broker.Options("witness", isTransient: true));
    }

    public Mosquitto Broker { get; }

    public TestSite Site { get; } = new();

    public District District { get; }

    /// <summary>Hears every message below <c>site/</c>, live.</summary>
    public Listener Witness { get; }

    /// <summary>True reports that were published: the topics are as the site configures them.</summary>
    public IReadOnlyList<(string Meter, DateTimeOffset Instant, decimal Value)> Reported =>
        [.. Witness.Messages.Where(message => !message.Retain).Select(Report).OfType<(string, DateTimeOffset, decimal)>()];

    /// <summary>Starts the broker and configures a collector for <paramref name="json"/>.</summary>
    public static async Task<GatewaySite> StartAsync(string json, string clientId = "collector", string filter = "site/{gateway}/meter/{meter}")
    {
        GatewaySite site = new(await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}"), json);
        site.Configure(site.Site, clientId, filter);
        await site.Witness.OnAsync("site/#", MqttQos.AtLeastOnce);
        return site;
    }

    /// <summary>Writes a collector's configuration into <paramref name="site"/>.</summary>
    public void Configure(TestSite site, string clientId, string filter)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{Broker.Port}"), clientId } },
            ["lines"] = District.Lines.ToDictionary(line => line.Name, line => line.Tunnel!.Uri),
            ["plans"] = new { all = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "1s", read = (string[])["current"] } } },
            ["reports"] = new object[] { new { broker = "main", topic = filter, item = "1-0:1.8.0", value = "$.kwh", time = "$.ts", unit = "kWh" } },
        });
        var polled = District.Lines.SelectMany(line => line.Groups.SelectMany(group => group.Ids.Select(id => $"{id},{line.Name},{group.Kind.Model},{id},all\n")));
        var reporting = District.Gateways.SelectMany(gateway => gateway.Groups.SelectMany(group => group.Ids)).Select(id => $"{id},,,,\n");
        site.Write("meters.csv", TestSite.Header + string.Concat(polled) + string.Concat(reporting));
    }

    public Task<SimulatorProcess> SimulateAsync() => SimulatorProcess.StartAsync(_file, Broker.Port);

    /// <summary>The same meters in this process, on lines nobody opens: what they must have said.</summary>
    public Task<RunningDistrict> TruthAsync() => RunningDistrict.StartAsync(
        District with { Gateways = [], Lines = [.. District.Lines.Select(line => line with { Wire = WireKind.Tcp, Tunnel = null, Baud = 0 })] }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await Witness.DisposeAsync();
        await Broker.DisposeAsync();
        Site.Dispose();
    }

    private static (string Meter, DateTimeOffset Instant, decimal Value)? Report(MqttMessage message)
    {
        try
        {
            using var report = System.Text.Json.JsonDocument.Parse(message.Payload);
            var root = report.RootElement;
            var (instant, meter) = (root.GetProperty("ts").GetDateTimeOffset(), message.Topic.Split('/')[^1]);
            var isTrue = root.GetProperty("kwh").TryGetDecimal(out var value) && instant.Year is > 2000 and < 2090 && meter == root.GetProperty("meter").GetString();
            return isTrue ? (meter, instant, value) : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // a lie
        }
    }
}
