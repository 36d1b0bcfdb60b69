using System.Net;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.BadInput;

/// <summary>The disk of the ledger is full: the service waits it out.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private static readonly string[] Alarms = ["ledgerTrouble", "diskFilling", "diskLow"];

    [NeedsDiskFact]
    public async Task Nothing_stored_is_lost_the_alarm_stands_and_collecting_goes_on_by_itself_once_there_is_space()
    {
        await using var disk = await SmallDisk.MountAsync(24);
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 6, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        var folder = Path.Combine(disk.Path, "ledger");
        site.Configure(district, "1s", ("ledger", new { path = folder }));
        IReadOnlyList<FeedEntry> before;
        await using (var service = site.Start())
        {
            await service.AskUntilAsync("/v1/readings?limit=100", page => page.Split("\"id\"").Length > 100);
            disk.Fill();
            await Patience.UntilAsync(async () => await ReadyAsync(service) == HttpStatusCode.ServiceUnavailable, () => service.Said);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/healthz"));
            before = await GivenAsync(service);
            Assert.True(before.Count >= 100);
            await service.AskUntilAsync("/v1/alarms", alarms => Alarms.All(alarm => alarms.Contains(alarm, StringComparison.Ordinal)) && alarms.Contains($"\"diskFilling\",\"subject\":\"{folder}\"", StringComparison.Ordinal));

            disk.Free();
            await Patience.UntilAsync(async () => await ReadyAsync(service) == HttpStatusCode.OK, () => service.Said);
            await Patience.UntilAsync(async () => (await GivenAsync(service)).Count > before.Count + 50, () => service.Said);
            await service.AskUntilAsync("/v1/alarms", alarms => !alarms.Contains("ledgerTrouble", StringComparison.Ordinal) && !alarms.Contains($"\"diskFilling\",\"subject\":\"{folder}\"", StringComparison.Ordinal));
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
            Assert.Contains("the disk is full", service.Said, StringComparison.Ordinal);
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"the ledger's disk was full and had space again: {before.Count} entries given before, {ledger.Count} in the ledger: none lost");
        Assert.Equal(before.Select(entry => entry.Text), ledger.Take(before.Count).Select(entry => entry.Text));
    }

    private static Task<HttpStatusCode> ReadyAsync(ServiceProcess service) => StatusAsync(service, "/readyz");

    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess service, string path)
    {
        using var reply = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        return reply.StatusCode;
    }

    private static async Task<IReadOnlyList<FeedEntry>> GivenAsync(ServiceProcess service)
    {
        var page = await service.Http.GetStringAsync(new Uri("/v1/readings?limit=10000", UriKind.Relative));
        return FeedEntry.OfPage(page);
    }
}
