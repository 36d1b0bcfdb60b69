using System.Diagnostics;
using System.Globalization;
using AmrCollector.EndToEnd.Crash;
using AmrCollector.EndToEnd.DialIn;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Simulator;
using Xunit.Abstractions;
using Unit = AmrCollector.EndToEnd.DialIn.UnitsProcess.Unit;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>The service is killed as a power cut would while a serial riser, TCP boxes, units that dial in and a gateway behind a broker deliver.</summary>
public sealed class EveryRoadTests(ITestOutputHelper output)
{
    private const int ReportsEachLife = 200;
    private static readonly Unit[] Units = [new("AMR-000001", 1), new("AMR-000002", 2, Habit: "twoPieces"), new("AMR-000003", 3)];
    private readonly int _listener = QuietPort.Find();

    [NeedsFact(Mosquitto.Program)]
    public Task Three_kills_while_every_kind_of_line_delivers_lose_nothing_and_double_nothing() => KillAsync(3, seed: 3);

    [NeedsFact(Mosquitto.Program)]
    [Trait("Duration", "Long")]
    public Task A_hundred_kills_while_every_kind_of_line_delivers_lose_nothing_and_double_nothing() => KillAsync(100, seed: 100);

    private async Task KillAsync(int kills, int seed)
    {
        await using var district = await RunningDistrict.StartAsync(CrashTests.Neighbourhood(), TimeProvider.System);
        await using var broker = await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}");
        await using var units = UnitsProcess.Start(_listener, Units);
        await using MqttClient client = new(broker.Options("gateway"), TimeProvider.System, () => 0.5, _ => { });
        client.Start();
        ReportingGateway gateway = new(client);
        using TestSite site = new();
        Configure(site, district, broker.Port);
        var (chance, watch, reports) = (new Random(seed), Stopwatch.StartNew(), kills * ReportsEachLife);
        IReadOnlyList<FeedEntry> given;
        await using (FeedWalker consumer = new(site.Port))
        {
            await using (var first = site.Start())
            {
                await gateway.SendAsync(-1); // until a subscription stands the broker keeps nothing for us
                await DeliversAsync(first, consumer, gateway);
            }

            var publishing = gateway.PublishAsync(reports, TimeSpan.FromSeconds(3 * kills));
            for (var kill = 1; kill <= kills; kill++)
            {
                await using var life = site.Start();
                await DeliversAsync(life, consumer, null);
                await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(800)), TimeProvider.System);
                life.Kill();
                await life.EndAsync();
            }

            await publishing;
            await using var last = site.Start();
            await Patience.UntilAsync(() => consumer.Given.Where(IsReport).DistinctBy(entry => entry.Key).Count() >= reports + 1, () => $"{consumer.Count} given {consumer.Refusal} {last.Said}");
            await DeliversAsync(last, consumer, null);
            await Patience.UntilAsync(() => Units.All(unit => consumer.Given.Any(entry => IsFreezeOf(unit, entry))), () => $"freezes of {string.Join(' ', consumer.Given.Where(entry => Units.Any(unit => IsFreezeOf(unit, entry))).Select(entry => entry.Meter).Distinct(StringComparer.Ordinal))} alone; {consumer.Refusal} {last.Said}");
            await last.TerminateAsync();
            Assert.Equal(0, await last.EndAsync());
            Assert.Equal("", consumer.Refusal);
            given = consumer.Given;
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{kills + 1} kills in {watch.Elapsed}: {ledger.Count} entries from {ledger.Select(entry => entry.Meter).Distinct(StringComparer.Ordinal).Count()} meters on every kind of line, {given.Count} given: none lost, none doubled");
        LedgerProof.GivenIsStored(given, ledger);
        LedgerProof.EachIsTrueAndOnce(district, [.. ledger.Where(entry => district.Meters.Any(meter => meter.Id == entry.Meter))]);
        var firsts = ledger.Where(entry => IsReport(entry) && entry.Replaces is null).Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value));
        Assert.Equal(Enumerable.Range(-1, reports + 1).Select(ReportingGateway.Report).Order(), firsts.Order());
        Assert.Equal(ledger.Count, ledger.Select(entry => (entry.Key, entry.Revision)).Distinct().Count());
    }

    private static bool IsReport(FeedEntry entry) => entry.Source == "report";

    private static bool IsFreezeOf(Unit unit, FeedEntry entry) => entry.Meter == Id(unit) && entry.Source == "dailyFreeze";

    /// <summary>Waits until this life has given the consumer new entries from the units and the boxes, and the broker knows the collector.</summary>
    private static async Task DeliversAsync(ServiceProcess life, FeedWalker consumer, ReportingGateway? gateway)
    {
        var before = consumer.Count;
        await Patience.UntilAsync(
            async () =>
            {
                if (gateway is not null) await gateway.SendAsync(-1);
                var news = consumer.Given.Skip(before).ToList();
                return news.Count > 50 && news.Any(entry => Units.Any(unit => Id(unit) == entry.Meter)) && (gateway is null || consumer.Given.Any(IsReport));
            },
            () => $"{consumer.Count} entries, {before} before; {consumer.Refusal} {life.Said}");
    }

    private static string Id(Unit unit) => string.Create(CultureInfo.InvariantCulture, $"9{unit.Meter:D11}");

    private void Configure(TestSite site, RunningDistrict district, int broker)
    {
        var lines = district.Lines.ToDictionary(line => line.Name, line => line.Uri);
        foreach (var unit in Units) lines[unit.Register] = $"dialin:dtu/{unit.Register}?timeout=1s";
        site.Configure(
            district, "2s", ("lines", lines),
            ("listeners", new { dtu = new { listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_listener}"), register = "^AMR-\\d{6}$", heartbeat = "hex:FE" } }),
            ("brokers", new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{broker}"), clientId = "amr-test" } }),
            ("reports", ReportingGateway.Mapping));
        var rows = File.ReadAllText(Path.Combine(site.Folder, "meters.csv"));
        site.Write("meters.csv", rows + ReportingGateway.Rows + string.Concat(Units.Select(unit => string.Create(CultureInfo.InvariantCulture, $"{Id(unit)},{unit.Register},dlt645-2007-1p,{unit.Meter:D12},all\n"))));
    }
}
