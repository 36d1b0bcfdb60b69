using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>The system gives the service fewer file handles than it has lines, or little memory.</summary>
public sealed class LimitTests(ITestOutputHelper output)
{
    private const int Lines = 120;

    [NeedsFact("/bin/sh")]
    public async Task With_too_few_file_handles_the_lines_that_open_are_read_the_others_say_why_and_the_ledger_goes_on()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(Lines, 1, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using (var service = site.StartLimited("ulimit -n 480"))
        {
            await service.AskUntilAsync("/v1/lines", lines => lines.Contains("of 480 file handles are open", StringComparison.Ordinal) && lines.Contains("\"up\":true", StringComparison.Ordinal));
            var before = MetricsPage.Entries(await service.AskUntilAsync("/metrics", _ => true));
            await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > before + 200);
            var lines = await service.AskUntilAsync("/v1/lines", _ => true);
            output.WriteLine($"{Lines} lines with 480 handles: {lines.Split("\"up\":true").Length - 1} up");
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.VerifyAsync();
    }

    [NeedsFact("/bin/sh")]
    [Trait("Duration", "Long")]
    public async Task With_little_memory_a_thousand_meters_are_read_and_the_feed_is_given()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(20, 50, TimeSpan.FromMilliseconds(1)), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "5s");
        const long Heap = 96 << 20;
        await using (var service = site.Start(("DOTNET_GCHeapHardLimit", Heap.ToString("X", CultureInfo.InvariantCulture))))
        {
            await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > 5000);
            for (var pull = 0; pull < 5; pull++) await service.AskUntilAsync("/v1/readings?limit=10000", page => page.Length > 1_000_000);
            await service.AskUntilAsync("/v1/lines", lines => !lines.Contains("\"answering\":49", StringComparison.Ordinal));
            output.WriteLine($"{district.Meters.Count} meters in a heap of {Heap >> 20} MB: {MetricsPage.Entries(await service.AskUntilAsync("/metrics", _ => true))} entries");
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.VerifyAsync();
    }
}
