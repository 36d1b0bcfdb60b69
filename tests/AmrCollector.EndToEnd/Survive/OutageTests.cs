using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Crash;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Sinks;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>Broker, InfluxDB and webhook are away together, and the service is killed meanwhile; gateways go on reporting.</summary>
[Trait("Duration", "Long")]
public sealed class OutageTests(ITestOutputHelper output)
{
    private const int MostMegabytes = 400;
    private const int ReportsEachOutage = 200;

    [NeedsFact("/bin/sh", Mosquitto.Program, OnDisk.Influx, "/proc/self/status")]
    public Task Broker_database_and_webhook_are_away_and_the_service_is_killed_meanwhile_and_then_each_has_every_entry_once() => OutagesAsync(1, TimeSpan.Zero, 60);

    [NeedsFact("/bin/sh", Mosquitto.Program, OnDisk.Influx, "/proc/self/status")]
    public Task Three_outages_of_minutes_cost_no_consumer_an_entry_and_grow_neither_memory_nor_log() => OutagesAsync(3, TimeSpan.FromSeconds(60), 500);

    private async Task OutagesAsync(int outages, TimeSpan length, int entriesEach)
    {
        var watch = Stopwatch.StartNew();
        await using var outsiders = await Outsiders.StartAsync();
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 3, TimeSpan.FromMilliseconds(2)), TimeProvider.System);
        await using MqttClient client = new(outsiders.Broker.Options("gateway"), TimeProvider.System, () => 0.5, _ => { });
        client.Start();
        ReportingGateway gateway = new(client);
        using TestSite site = new();
        site.Write("billing.secret", outsiders.Secret + "\n");
        site.Configure(district, "1s", outsiders.Sections());
        site.Write("meters.csv", await File.ReadAllTextAsync(Path.Combine(site.Folder, "meters.csv")) + ReportingGateway.Rows);

        var service = site.Start();
        try
        {
            await Patience.UntilAsync(
                async () =>
                {
                    await gateway.SendAsync(-1); // until a subscription stands the broker keeps nothing for us
                    return (await service.AskUntilAsync("/v1/readings?limit=1&meter=000000000000", _ => true)).Contains("\"source\":\"report\"", StringComparison.Ordinal);
                },
                () => service.Said);
            await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) >= 30);
            for (var outage = 0; outage < outages; outage++)
            {
                await outsiders.GoAsync();
                var reporting = gateway.PublishAsync(outage * ReportsEachOutage, ReportsEachOutage, TimeSpan.FromSeconds(1));
                await LiveAsync(service, entriesEach, length);
                service.Kill();
                await service.DisposeAsync();

                service = site.Start();
                await LiveAsync(service, entriesEach, length / 2);
                await TellsAsync(service);
                await outsiders.ReturnAsync();
                await reporting;
                await IsWellAsync(service);
            }

            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
            output.WriteLine($"the last life with meters said:\n{service.Said}\nbroker:\n{outsiders.Broker.Said}");
        }
        finally
        {
            await service.DisposeAsync();
        }

        await DeliverTheRestAsync(site, outsiders, (outages * ReportsEachOutage) + 1);
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        await outsiders.HaveAllAsync(ledger);
        LedgerProof.EachIsTrueAndOnce(district, [.. ledger.Where(entry => entry.Source != "report")]);
        var reports = ledger.Where(entry => entry is { Source: "report", Replaces: null }).Select(entry => (entry.Meter, entry.Instant, entry.Value!.Value));
        Assert.Equal(Enumerable.Range(-1, (outages * ReportsEachOutage) + 1).Select(ReportingGateway.Report).Order(), reports.Order());
        output.WriteLine($"{outages} outages of broker, database and webhook with a kill of the service in each, {watch.Elapsed}: {ledger.Count} entries, {outages * ReportsEachOutage} of them reported by a gateway; webhook, database and subscriber have each of them once: nothing lost, nothing twice");
    }

    /// <summary>Entries are written for <paramref name="length"/> and until there are so many more; neither memory nor log grow with them.</summary>
    private async Task LiveAsync(ServiceProcess service, int entries, TimeSpan length)
    {
        var before = MetricsPage.Entries(await service.AskUntilAsync("/metrics", _ => true));
        var watch = Stopwatch.StartNew();
        List<int> held = [];
        await Patience.UntilAsync(
            async () =>
            {
                held.Add(Megabytes(service.Id));
                return MetricsPage.Entries(await service.AskUntilAsync("/metrics", _ => true)) >= before + entries;
            },
            () => service.Said);
        for (; watch.Elapsed < length; await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)) held.Add(Megabytes(service.Id));
        var lines = service.Said.Split('\n').Length;
        output.WriteLine($"{watch.Elapsed}: {held.Min()} to {held.Max()} MB, {lines} lines in the log");
        Assert.InRange(held.Max(), 1, MostMegabytes);
        Assert.InRange(lines, 1, 60 + (watch.Elapsed.TotalMinutes * 20));
        if (held.Count >= 30) Assert.InRange(Middle(held[^(held.Count / 3)..]), 1, (Middle(held[(held.Count / 3)..^(held.Count / 3)]) * 1.15) + 15);
    }

    /// <summary>An alarm stands for each that is away, and the metrics say how far each is behind.</summary>
    private async Task TellsAsync(ServiceProcess service)
    {
        await service.AskUntilAsync("/v1/alarms", alarms => Subjects(alarms).IsSupersetOf(["brokerAway main", "sinkTrouble billing", "sinkTrouble history"]));
        var metrics = await service.AskUntilAsync("/metrics", metrics => Outsiders.Sinks.All(sink => Lag(metrics, sink) > 0) && metrics.Contains("amr_feed_up{feed=\"billing\"} 0", StringComparison.Ordinal));
        output.WriteLine($"alarms stand; behind: {string.Join(", ", Outsiders.Sinks.Select(sink => string.Create(CultureInfo.InvariantCulture, $"{sink} {Lag(metrics, sink)}")))}");
    }

    private static async Task IsWellAsync(ServiceProcess service)
    {
        await service.AskUntilAsync("/v1/alarms", alarms => Subjects(alarms).All(subject => !subject.StartsWith("sinkTrouble", StringComparison.Ordinal) && !subject.StartsWith("brokerAway", StringComparison.Ordinal)));
        await service.AskUntilAsync("/metrics", metrics => Outsiders.Sinks.All(sink => metrics.Contains($"amr_feed_up{{feed=\"{sink}\"}} 1", StringComparison.Ordinal)));
    }

    /// <summary>A life without meters to ask: once all <paramref name="reports"/> are in, the ledger stands still, and everybody catches up with it.</summary>
    private static async Task DeliverTheRestAsync(TestSite site, Outsiders outsiders, int reports)
    {
        site.Configure(outsiders.Sections().ToDictionary(section => section.Name, section => section.Value));
        site.Write("meters.csv", TestSite.Header + ReportingGateway.Rows);
        await using var last = site.Start();
        await using (FeedWalker reader = new(site.Port))
            await Patience.UntilAsync(() => reader.Count >= reports && reader.Given.Where(entry => entry.Source == "report").DistinctBy(entry => entry.Key).Count() >= reports, () => $"{reader.Count} given {reader.Refusal} {last.Said}; not among them: {Missing(reader.Given, reports)}");
        await last.AskUntilAsync("/metrics", metrics => Outsiders.Sinks.All(sink => Lag(metrics, sink) == 0));
        await last.TerminateAsync();
        Assert.Equal(0, await last.EndAsync());
    }

    private static string Missing(IEnumerable<FeedEntry> given, int reports)
    {
        var had = given.Where(entry => entry.Source == "report").Select(entry => (entry.Meter, entry.Instant)).ToHashSet();
        return string.Join(", ", Enumerable.Range(-1, reports).Select(ReportingGateway.Report).Where(report => !had.Contains((report.Meter, report.Instant))).Select(report => $"{report.Meter} {report.Instant:HH:mm}"));
    }

    private static long Lag(string metrics, string sink)
    {
        var name = $"amr_feed_lag_records{{feed=\"{sink}\"}} ";
        return metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? long.Parse(line[name.Length..], CultureInfo.InvariantCulture) : -1;
    }

    private static HashSet<string> Subjects(string alarms)
    {
        using var page = JsonDocument.Parse(alarms);
        return [.. page.RootElement.GetProperty("alarms").EnumerateArray().Select(alarm => $"{alarm.GetProperty("kind")} {alarm.GetProperty("subject")}")];
    }

    private static int Middle(IReadOnlyList<int> held) => held.Order().ElementAt(held.Count / 2);

    private static int Megabytes(int process)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture) / 1024;
    }
}
