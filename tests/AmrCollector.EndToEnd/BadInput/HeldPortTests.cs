using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.BadInput;

/// <summary>A serial port has one owner.</summary>
public sealed class HeldPortTests
{
    [NeedsFact("/dev/ptmx")]
    public async Task A_port_the_running_service_holds_is_busy_for_amr_and_the_service_goes_on()
    {
        await using var district = await RunningDistrict.StartAsync(Riser(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "2s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/readings", page => page.Contains("\"id\"", StringComparison.Ordinal));

        var meter = district.Meters[0];
        var (exit, output, errors) = await Command.AmrAsync(
            "read", district.Lines[0].Uri, "--model", meter.Model, "--address", meter.Address, "1-0:1.8.0", "--json");
        Assert.True(exit == 6, $"{exit} {output} {errors}");
        Assert.Equal("", output);
        Assert.Contains(district.Lines[0].Uri["serial:".Length..].Split('?')[0], errors, StringComparison.Ordinal);

        var answered = district.Lines[0].Answered;
        await Patience.UntilAsync(() => district.Lines[0].Answered > answered + 5, () => service.Said);
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"up\":true", StringComparison.Ordinal));
    }

    private static District Riser() => new()
    {
        Name = "riser",
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = WireKind.Pty,
                Baud = 9600,
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 1 }],
            },
        ],
    };
}
