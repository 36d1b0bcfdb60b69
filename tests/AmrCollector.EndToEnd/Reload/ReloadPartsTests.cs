using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Models;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Reload;

/// <summary>Models, plans, sinks and thresholds of a running service are replaced together or not at all.</summary>
public sealed class ReloadPartsTests(ITestOutputHelper output)
{
    private const string Kept = "1-0:1.8.0";
    private static readonly string[] Current = ["current"];
    private static readonly string[] CurrentAndClock = ["current", "clock"];

    [Fact]
    public async Task Models_plans_sinks_and_thresholds_go_over_together_and_a_fault_in_any_of_them_leaves_all_of_the_old()
    {
        await using var district = await RunningDistrict.StartAsync(One(), TimeProvider.System);
        using TestSite site = new();
        Directory.CreateDirectory(Path.Combine(site.Folder, "models"));
        Old(site, district);
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));

        foreach (var (part, spoil) in Faults(site, district))
        {
            New(site, district);
            spoil();
            var (exit, told, errors) = await Command.AmrAsync("reload", "--config", site.Folder);
            Assert.True(exit == 3 && errors.Contains(part, StringComparison.Ordinal), $"{part}: {exit} {told} {errors}");
        }

        var refusedAt = await HeadAsync(service);
        await ReadsAsync(service, refusedAt, entries => entries.Count >= 24);
        var old = await ReadAfterAsync(service, refusedAt);
        Assert.Contains(old, entry => entry.Item != Kept);
        Assert.Equal(1, await ThresholdsAsync(service));
        Assert.False(Directory.Exists(Path.Combine(site.Folder, "data", "export")));
        Assert.Equal(0, Measured(await service.AskUntilAsync("/v1/status", _ => true)));

        New(site, district);
        var (done, said, why) = await Command.AmrAsync("reload", "--config", site.Folder);
        Assert.True(done == 0, said + why);
        var since = await HeadAsync(service);
        await ReadsAsync(service, since, entries => entries.Count >= 6 && entries.TakeLast(6).All(entry => entry.Item == Kept));
        await service.AskUntilAsync("/v1/status", status => Measured(status) == 2);
        Assert.Equal(7, await ThresholdsAsync(service));
        await Patience.UntilAsync(() => Directory.Exists(Path.Combine(site.Folder, "data", "export")) && Directory.GetFiles(Path.Combine(site.Folder, "data", "export"), "*.manifest.json").Length > 0, () => service.Said);
        output.WriteLine($"a fault in each of 4 parts, each refused with all of the old in force; then all 4 at once without a restart; {since + 6} entries, nothing lost");
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
    }

    private static IEnumerable<(string Part, Action Spoil)> Faults(TestSite site, RunningDistrict district) =>
    [
        ("dlt645-2007-1p.json", () => site.Write("models/dlt645-2007-1p.json", Model().Replace("\"current\": [", "\"current\": [\"1-0:99.99.9\", ", StringComparison.Ordinal))),
        ("plan all", () => Collector(site, district, [new { every = "1s", read = (string[])["nonsense"] }], Sinks("archive"))),
        ("sink 'archive'", () => Collector(site, district, [new { every = "1s", read = CurrentAndClock }], [new { name = "archive", files = "export", format = "clay tablets" }])),
        ("validation.json", () => site.Write("validation.json", """{ "version": 7, "all": { "margin": 0.5 } }""")),
    ];

    private static void Old(TestSite site, RunningDistrict district) => Collector(site, district, [new { every = "1s", read = Current }], []);

    private static void New(TestSite site, RunningDistrict district)
    {
        site.Write("models/dlt645-2007-1p.json", Model());
        Collector(site, district, [new { every = "1s", read = CurrentAndClock }], Sinks("archive"));
        site.Write("validation.json", """{ "version": 7, "all": { "margin": 1.5 } }""");
    }

    private static object[] Sinks(string name) => [new { name, files = "export", every = "0s" }];

    private static void Collector(TestSite site, RunningDistrict district, object[] plan, object[] sinks) =>
        site.Configure(district, "1s", ("plans", new { all = plan }), ("sinks", sinks));

    /// <summary>The shipped model, but of the current values only one.</summary>
    private static string Model()
    {
        var shipped = File.ReadAllText(Path.Combine(ModelFiles.ShippedFolder, "dlt645-2007-1p.json"));
        return shipped.Replace("\"current\": [\"1-0:1.8.0\", \"1-0:1.8.1\", \"1-0:1.8.2\", \"1-0:1.8.3\", \"1-0:1.8.4\", \"1-0:2.8.0\"]", "\"current\": [\"1-0:1.8.0\"]", StringComparison.Ordinal);
    }

    private static Task<long> HeadAsync(ServiceProcess service) => EntriesAsync(service, metrics => MetricsPage.Entries(metrics));

    private static async Task<long> EntriesAsync(ServiceProcess service, Func<string, long> read) => read(await service.AskUntilAsync("/metrics", _ => true));

    private static async Task<IReadOnlyList<FeedEntry>> ReadAfterAsync(ServiceProcess service, long sequence) =>
        [.. FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true)).Where(entry => entry.Sequence > sequence && entry.Source == "current")];

    private static Task ReadsAsync(ServiceProcess service, long after, Func<IReadOnlyList<FeedEntry>, bool> wanted) =>
        Patience.UntilAsync(async () => wanted(await ReadAfterAsync(service, after)), () => service.Said);

    /// <summary>Version of the thresholds that the newest reading was judged by.</summary>
    private static async Task<int> ThresholdsAsync(ServiceProcess service)
    {
        var newest = FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true))[^1];
        using var story = JsonDocument.Parse(await service.AskUntilAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/entries/{newest.Id}"), _ => true));
        return story.RootElement.GetProperty("parameters").GetProperty("used").GetInt32();
    }

    private static int Measured(string status)
    {
        using var page = JsonDocument.Parse(status);
        return page.RootElement.GetProperty("clocks").GetProperty("measured").GetInt32();
    }

    private static District One() => new()
    {
        Name = "parts",
        Lines = [new() { Name = "box", Wire = WireKind.Tcp, TurnRound = TimeSpan.FromMilliseconds(5), Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 202_611_040_001 }] }],
    };
}
