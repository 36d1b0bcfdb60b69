using AmrCollector.EndToEnd.Crash;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>Connections break in the middle of a frame, again and again, at every place of it.</summary>
public sealed class CutLineTests(ITestOutputHelper output)
{
    private const int LongestFrame = 40;

    [Fact]
    public async Task A_line_cut_in_the_middle_of_a_frame_costs_no_reading_and_makes_none_up()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 3, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using (var service = site.Start())
        {
            await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > 30);
            for (var cut = 1; cut < LongestFrame; cut++)
            {
                foreach (var meter in district.Meters) meter.Faults = meter.Faults with { Truncated = cut };
                await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
                foreach (var line in district.Lines) line.Cut();
            }

            foreach (var meter in district.Meters) meter.Faults = MeterFaults.None;
            await service.AskUntilAsync("/v1/lines", lines => lines.Split("\"up\":true").Length == 3 && lines.Split("\"answering\":3").Length == 3);
            // What was waited for meanwhile comes from the meters' own memory: every freeze of every meter.
            await Patience.UntilAsync(async () => await FreezesAsync(service) >= district.Meters.Count * 62, () => service.Said);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        LedgerProof.EachIsTrueAndOnce(district, ledger);
        output.WriteLine($"{LongestFrame - 1} cuts of 2 lines in the middle of frames: {ledger.Count} entries, each what its meter showed, none lost, none twice");
    }

    private static async Task<int> FreezesAsync(ServiceProcess service) => FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true))
        .Where(entry => entry is { Source: "dailyFreeze", Item: "1-0:1.8.0" }).Select(entry => (entry.Meter, entry.Instant)).Distinct().Count();
}
