using System.Net;
using System.Net.Sockets;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>The disk of the ledger turns read-only, or takes long for every flush.</summary>
public sealed class DiskTests(ITestOutputHelper output)
{
    [NeedsFact("gcc")]
    public async Task A_disk_that_turns_read_only_is_told_of_and_waited_out_and_nothing_stored_is_lost()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 6, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        var disk = await FaultyDisk.CreateAsync(site.Folder);
        site.Configure(district, "1s", ("ledger", new { path = disk.Path }));
        IReadOnlyList<FeedEntry> before;
        await using (var service = site.Start(disk.Environment))
        {
            await service.AskUntilAsync("/v1/readings?limit=100", page => FeedEntry.OfPage(page).Count == 100);
            disk.Become(isReadOnly: true);
            await Patience.UntilAsync(async () => await StatusAsync(service, "/readyz") == HttpStatusCode.ServiceUnavailable, () => service.Said);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/healthz"));
            before = await GivenAsync(service);

            disk.Become();
            await Patience.UntilAsync(async () => await StatusAsync(service, "/readyz") == HttpStatusCode.OK, () => service.Said);
            await Patience.UntilAsync(async () => (await GivenAsync(service)).Count > before.Count + 50, () => service.Said);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await IsWholeAsync(site, before);
    }

    [NeedsFact("gcc")]
    [Trait("Duration", "Long")]
    public async Task A_slow_disk_slows_nothing_but_the_commits_and_a_kill_in_the_middle_of_one_loses_nothing()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 6, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        var disk = await FaultyDisk.CreateAsync(site.Folder);
        site.Configure(district, "1s", ("ledger", new { path = disk.Path }));
        IReadOnlyList<FeedEntry> before;
        await using (var service = site.Start(disk.Environment))
        {
            await service.AskUntilAsync("/v1/readings?limit=100", page => FeedEntry.OfPage(page).Count == 100);
            disk.Become(flush: TimeSpan.FromMilliseconds(700));
            var count = (await GivenAsync(service)).Count;
            await Patience.UntilAsync(async () => (await GivenAsync(service)).Count > count + 60, () => service.Said);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/readyz"));
            before = await GivenAsync(service);
            service.Kill();
            await service.EndAsync();
        }

        disk.Become();
        await using (var service = site.Start(disk.Environment))
        {
            await Patience.UntilAsync(async () => await StatusAsync(service, "/readyz") == HttpStatusCode.OK && (await GivenAsync(service)).Count > before.Count, () => service.Said);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await IsWholeAsync(site, before);
    }

    private async Task IsWholeAsync(TestSite site, IReadOnlyList<FeedEntry> before)
    {
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{before.Count} entries were given before, {ledger.Count} are in the ledger: none lost");
        Assert.Equal(before.Select(entry => entry.Text), ledger.Take(before.Count).Select(entry => entry.Text));
        Assert.Equal(ledger.Count, ledger.Select(entry => (entry.Key, entry.Revision)).Distinct().Count());
    }

    /// <summary>The status; "service unavailable" while nobody answers yet.</summary>
    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess service, string path)
    {
        try
        {
            using var reply = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
            return reply.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return HttpStatusCode.ServiceUnavailable;
        }
    }

    private static async Task<IReadOnlyList<FeedEntry>> GivenAsync(ServiceProcess service) =>
        FeedEntry.OfPage(await service.Http.GetStringAsync(new Uri("/v1/readings?limit=10000", UriKind.Relative)));
}
