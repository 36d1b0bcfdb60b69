using System.Net.Sockets;
using System.Text;
using AmrCollector.EndToEnd.Crash;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>A flush of the ledger's disk does not come back: nobody but a supervisor can help then, and it must learn of it.</summary>
[Trait("Duration", "Long")]
public sealed class StuckDiskTests(ITestOutputHelper output)
{
    [NeedsFact("gcc")]
    public async Task A_writer_that_hangs_starves_the_watchdog_and_after_the_kill_nothing_is_lost()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 3, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        var disk = await FaultyDisk.CreateAsync(site.Folder);
        site.Configure(district, "1s", ("ledger", new { path = disk.Path }));
        var path = Path.Combine(site.Folder, "notify");
        using Socket supervisor = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(path));
        IReadOnlyList<FeedEntry> before;
        await using (var service = site.Start([.. disk.Environment, ("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "9000000")]))
        {
            await service.AskUntilAsync("/v1/readings?limit=100", page => FeedEntry.OfPage(page).Count == 100);
            disk.Become(flush: TimeSpan.FromHours(1));
            before = FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true));
            await HearsAsync(supervisor, "the ledger's writer hangs");
            for (var told = 0; told < 3; told++) Assert.DoesNotContain("WATCHDOG=1", await HearAsync(supervisor), StringComparison.Ordinal);
            Assert.Contains("the supervisor's watchdog is left to starve", service.Said, StringComparison.Ordinal);
            service.Kill(); // as systemd does
            await service.EndAsync();
        }

        disk.Become();
        await using (var service = site.Start(disk.Environment))
        {
            await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > before.Count + 50);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        Assert.Equal(before.Select(entry => entry.Text), ledger.Take(before.Count).Select(entry => entry.Text));
        LedgerProof.EachIsTrueAndOnce(district, ledger);
        output.WriteLine($"a flush that hung for five minutes, told to the supervisor, and a kill: {before.Count} entries given before, {ledger.Count} after it: none lost, none twice");
    }

    private static async Task HearsAsync(Socket supervisor, string word)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!(await HearAsync(supervisor)).Contains(word, StringComparison.Ordinal))
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(12), "the supervisor never heard of it");
    }

    private static async Task<string> HearAsync(Socket supervisor)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2), TimeProvider.System);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await supervisor.ReceiveAsync(buffer, SocketFlags.None, limit.Token));
    }
}
