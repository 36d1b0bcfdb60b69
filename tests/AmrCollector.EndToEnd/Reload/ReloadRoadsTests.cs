using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AmrCollector.EndToEnd.DialIn;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Reload;

/// <summary>Reports of gateways, listeners and the units that dial in to them come, change and go while the service runs; who is not concerned keeps his connection.</summary>
public sealed class ReloadRoadsTests(ITestOutputHelper output)
{
    private static readonly string[] Ids = ["AMR-000001", "AMR-000002", "AMR-000003"];
    private readonly int _first = QuietPort.Find();
    private readonly int _second = QuietPort.Find();

    [NeedsFact(Mosquitto.Program)]
    public async Task Rules_for_reports_come_change_and_go_in_a_running_service_and_no_report_is_lost_or_doubled()
    {
        await using var broker = await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}");
        await using MqttClient client = new(broker.Options("gateway"), TimeProvider.System, () => 0.5, _ => { });
        client.Start();
        ReportingGateway gateway = new(client);
        using TestSite site = new();
        Reports(site, broker.Port, []);
        await using var service = site.Start();
        await service.AskUntilAsync("/healthz", answer => answer.Length > 0);

        Reports(site, broker.Port, ReportingGateway.Mapping);
        await ReloadAsync(site);
        await Patience.UntilAsync(
            async () =>
            {
                await gateway.SendAsync(-1); // until the subscription stands the broker keeps nothing for us
                return await EntriesAsync(service) == 1;
            },
            () => service.Said);
        var publishing = gateway.PublishAsync(400, TimeSpan.FromSeconds(3));
        // The same topics by a wider filter: asked for before the narrower one is let go.
        Reports(site, broker.Port, [new { broker = "main", topic = "site/+/+/{meter}", item = "1-0:1.8.0", value = "$.kwh", time = "$.ts", unit = "kWh" }]);
        await ReloadAsync(site);
        await publishing;
        await Patience.UntilAsync(async () => await EntriesAsync(service) == 401, () => service.Said);

        Reports(site, broker.Port, []);
        await ReloadAsync(site);
        await gateway.PublishAsync(400, 20, TimeSpan.FromSeconds(1));
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"rules came, changed and went in one life: {ledger.Count} of 401 reports stored, none lost, none twice");
        Assert.Equal(Enumerable.Range(-1, 401).Select(ReportingGateway.Report).Order(), ledger.Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value)).Order());
    }

    [Fact]
    public async Task Units_and_listeners_come_and_go_in_a_running_service_and_a_port_that_is_taken_leaves_all_as_it_was()
    {
        using TestSite site = new();
        Units(site, [Ids[0]], ("dtu", _first));
        await using var units = UnitsProcess.Start(_first, new(Ids[0], 1), new(Ids[1], 2));
        await using var elsewhere = UnitsProcess.Start(_second, new UnitsProcess.Unit(Ids[2], 3));
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => Answering(lines) == 1);

        using (TcpListener other = new(IPAddress.Loopback, _second))
        {
            other.Start();
            Units(site, Ids, ("dtu", _first), ("far", _second));
            var (exit, told, errors) = await Command.AmrAsync("reload", "--config", site.Folder);
            Assert.True(exit == 3 && errors.Contains("listener 'far' cannot listen", StringComparison.Ordinal), $"{exit} {told} {errors}");
            Assert.Single(Lines(await service.AskUntilAsync("/v1/lines", _ => true)));
        }

        await ReloadAsync(site);
        await service.AskUntilAsync("/v1/lines", lines => Answering(lines) == 3);
        Assert.DoesNotContain($"unit {Ids[0]} is gone", service.Said, StringComparison.Ordinal);
        Assert.Equal(1, Connections(service, Ids[0]));

        Units(site, [Ids[0], Ids[1]], ("dtu", _first));
        await ReloadAsync(site);
        var since = Answered(await service.AskUntilAsync("/v1/lines", lines => Lines(lines).Count == 2), Ids[0]);
        await service.AskUntilAsync("/v1/lines", lines => Answered(lines, Ids[0]) > since + 2 && Answering(lines) == 2);
        using (TcpListener free = new(IPAddress.Loopback, _second)) free.Start(); // its port is given back
        output.WriteLine("a unit and a listener came and went in one life; the unit that was there all the time kept its connection");
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
    }

    private static void Reports(TestSite site, int broker, object[] reports)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{broker}"), clientId = "amr-test" } },
            ["reports"] = reports,
        });
        site.Write("meters.csv", TestSite.Header + (reports.Length > 0 ? ReportingGateway.Rows : ""));
    }

    private static void Units(TestSite site, IReadOnlyList<string> ids, params (string Name, int Port)[] listeners)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["listeners"] = listeners.ToDictionary(
                listener => listener.Name,
                listener => new { listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{listener.Port}"), register = "^AMR-\\d{6}$", heartbeat = "hex:FE" }),
            ["lines"] = ids.ToDictionary(id => id, id => $"dialin:{(id == Ids[2] ? "far" : "dtu")}/{id}?timeout=1s"),
            ["plans"] = new { all = new object[] { new { every = "1s", read = (string[])["current"] } } },
        });
        site.Write("meters.csv", TestSite.Header + string.Concat(ids.Select(id => $"{Meter(id)},{id},dlt645-2007-1p,{Meter(id)},all\n")));
    }

    private static string Meter(string id) => string.Create(CultureInfo.InvariantCulture, $"{Array.IndexOf(Ids, id) + 1:D12}");

    private static async Task ReloadAsync(TestSite site)
    {
        var (exit, told, errors) = await Command.AmrAsync("reload", "--config", site.Folder);
        Assert.True(exit == 0, told + errors);
    }

    /// <summary>Entries that are readings: reloads are in the chain too.</summary>
    private static async Task<int> EntriesAsync(ServiceProcess service) =>
        FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true)).Count;

    private static int Connections(ServiceProcess service, string id) => 1 + service.Said.Split('\n').Count(line => line.Contains($"unit {id}", StringComparison.Ordinal) && line.Contains("dialled in again", StringComparison.Ordinal));

    private static List<JsonElement> Lines(string page) => [.. JsonElement.Parse(page).GetProperty("lines").EnumerateArray()];

    private static int Answering(string page) => Lines(page).Sum(line => line.GetProperty("up").GetBoolean() ? line.GetProperty("answering").GetInt32() : 0);

    private static long Answered(string page, string id) => Lines(page).First(line => line.GetProperty("line").GetString() == id).GetProperty("answered").GetInt64();
}
