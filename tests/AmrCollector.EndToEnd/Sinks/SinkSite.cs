using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A collector that has read some meters once and then stands still, with the sinks of one test.</summary>
internal sealed class SinkSite : IDisposable
{
    private SinkSite(TestSite site, IReadOnlyList<FeedEntry> ledger) => (Site, Ledger) = (site, ledger);

    /// <summary>Its configuration.</summary>
    public TestSite Site { get; }

    /// <summary>Everything in its ledger.</summary>
    public IReadOnlyList<FeedEntry> Ledger { get; }

    /// <summary>Reads 18 meters until there are so many entries, and ends.</summary>
    public static async Task<SinkSite> CollectAsync(int least)
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(3, 6, TimeSpan.FromMilliseconds(2)), TimeProvider.System);
        TestSite site = new();
        site.Configure(district, "1s");
        await using (var service = site.Start())
        {
            await service.AskUntilAsync("/metrics", metrics => Entries(metrics) >= least);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        site.Write("meters.csv", TestSite.Header);
        return new(site, await site.ExportAsync());
    }

    /// <summary>Runs without meters, with these sinks, until each has taken the whole ledger.</summary>
    public async Task DeliverAsync(IReadOnlyDictionary<string, object> configuration)
    {
        Site.Configure(configuration);
        await using var service = Site.Start();
        await service.AskUntilAsync("/metrics", metrics => Lags(metrics) is [_, ..] lags && lags.All(lag => lag == "0"));
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
    }

    public void Dispose() => Site.Dispose();

    private static int Entries(string metrics) =>
        Values(metrics, "amr_ledger_entries ") is [var entries] ? int.Parse(entries, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static List<string> Lags(string metrics) => Values(metrics, "amr_feed_lag_records{");

    private static List<string> Values(string metrics, string name) =>
        [.. metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf(' ') + 1)..])];
}
