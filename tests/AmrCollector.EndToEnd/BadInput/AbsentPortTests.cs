using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.BadInput;

/// <summary>The far end of a line is not there when the service starts.</summary>
public sealed class AbsentPortTests
{
    [Fact]
    public async Task It_is_a_warning_and_a_metric_and_the_line_is_read_as_soon_as_its_far_end_comes()
    {
        var box = District.OfBoxes(1, 2, TimeSpan.FromMilliseconds(5), QuietPort.Find());
        using TestSite site = new();
        await using (var once = await RunningDistrict.StartAsync(box, TimeProvider.System)) site.Configure(once, "2s");

        await using var service = site.Start();
        await service.AskUntilAsync("/metrics", text => text.Contains("amr_bus_up{line=\"box-1\"} 0\n", StringComparison.Ordinal));
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"up\":false", StringComparison.Ordinal));
        await Patience.UntilAsync(() => service.Said.Contains("box-1", StringComparison.Ordinal), () => service.Said);

        await using var district = await RunningDistrict.StartAsync(box, TimeProvider.System);
        await service.AskUntilAsync("/v1/readings", page => page.Contains("\"id\"", StringComparison.Ordinal));
        await service.AskUntilAsync("/metrics", text => text.Contains("amr_bus_up{line=\"box-1\"} 1\n", StringComparison.Ordinal));
    }
}
