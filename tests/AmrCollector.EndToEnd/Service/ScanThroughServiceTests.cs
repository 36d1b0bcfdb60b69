using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Service;

/// <summary>A search by wildcards while the service owns the riser: answers collide there as they do on a port of one's own.</summary>
public sealed class ScanThroughServiceTests
{
    [NeedsFact("/dev/ptmx")]
    public async Task Meters_of_1997_whose_answers_collide_are_all_found_while_one_of_them_is_polled()
    {
        var (found, said) = await ScanAsync("dlt645-1997", Group("dlt645-1997", 7), Group("dlt645-1997", 8));
        Assert.Contains("answers collide, so", said, StringComparison.Ordinal);
        Assert.Equal(["000000000007", "000000000008"], found);
    }

    [NeedsFact("/dev/ptmx")]
    public async Task Water_and_heat_meters_that_answer_one_after_the_other_are_found_for_the_window_is_heard_out()
    {
        var late = Group("cjt188-heat", 11) with { Faults = MeterFaults.None with { Late = TimeSpan.FromMilliseconds(300) } };
        var (found, said) = await ScanAsync("cjt188", Group("dlt645-1997", 7), Group("cjt188-water", 9), late);
        Assert.DoesNotContain("answers collide, so", said, StringComparison.Ordinal);
        Assert.Equal(["10:00000000000009", "20:00000000000011"], found);
    }

    /// <summary>Scans through a service that polls the first meter; returns the addresses found, and what was said meanwhile.</summary>
    private static async Task<(IReadOnlyList<string> Found, string Said)> ScanAsync(string protocol, params MeterGroup[] groups)
    {
        await using var district = await RunningDistrict.StartAsync(Riser(groups), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "2s", ("lines", new { riser = $"{district.Lines[0].Uri}&timeout={(protocol == "cjt188" ? 600 : 400)}ms" }));
        site.Write("meters.csv", $"{TestSite.Header}{district.Meters[0].Id},riser,dlt645-1997-3p,{district.Meters[0].Address},all\n");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":1", StringComparison.Ordinal));
        var polled = district.Meters[0].Requests;
        var (exit, output, errors) = await Command.AmrAsync("scan", "riser", "--config", site.Folder, "--protocol", protocol, "--json");
        Assert.True(exit == 0, output + errors);
        Assert.Contains("through the service", errors, StringComparison.Ordinal);
        Assert.True(district.Meters[0].Requests > polled, "nothing was polled during the scan");
        return ([.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Address).Order(StringComparer.Ordinal)],
            string.Join(' ', errors.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string Address(string line)
    {
        using var found = JsonDocument.Parse(line);
        return found.RootElement.GetProperty("address").GetString()!;
    }

    private static MeterGroup Group(string kind, long number) => new() { Kind = MeterKind.All[kind], FirstNumber = number };

    private static District Riser(MeterGroup[] groups) => new()
    {
        Name = "riser",
        Lines = [new() { Name = "riser", Wire = WireKind.Pty, Baud = 9600, TurnRound = TimeSpan.FromMilliseconds(20), Groups = groups }],
    };
}
