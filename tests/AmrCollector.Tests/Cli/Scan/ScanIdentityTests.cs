using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Cli.Scan;

/// <summary>A scan tells who the meters are that it finds, as far as they say so.</summary>
public sealed class ScanIdentityTests
{
    [Theory]
    [InlineData("dlt645-2007-1p", "dlt645-2007", "000000000001", "number 000000000001, maker AMRC")]
    [InlineData("dlt645-1997", "dlt645-1997", "000000000001", "number 000000000001")]
    [InlineData("modbus-generic", "modbus", "1", "AmrCollector Described device 1.0")]
    public async Task Each_meter_found_tells_who_it_is(string kind, string protocol, string address, string identity)
    {
        await using var running = await Bench.StartAsync(kind);
        var (code, output, error) = await ScanAsync(running, protocol, "--json");
        Assert.Equal(ExitCode.Ok, code);
        var found = JsonDocument.Parse(output).RootElement;
        Assert.Equal((address, identity), (found.GetProperty("address").GetString(), found.GetProperty("identity").GetString()));
        Assert.Contains("asked who it is", error, StringComparison.Ordinal);
        Assert.Equal($"{address}  {protocol}  {identity}", (await ScanAsync(running, protocol)).Output.Trim());
    }

    [Theory]
    [InlineData("eastron-sdm630", "modbus")]
    [InlineData("cjt188-water", "cjt188")]
    public async Task One_that_tells_nothing_is_found_all_the_same(string kind, string protocol)
    {
        await using var running = await Bench.StartAsync(kind);
        var (code, output, _) = await ScanAsync(running, protocol, "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(output).RootElement.GetProperty("identity").ValueKind);
    }

    [Fact]
    public async Task A_quick_scan_asks_nobody_who_he_is()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        await ScanAsync(running, "dlt645-2007", "--quick", "--json");
        var quick = running.Meters[0].Requests;
        var (_, output, _) = await ScanAsync(running, "dlt645-2007", "--quick", "--json");
        Assert.Equal(quick * 2, running.Meters[0].Requests);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(output).RootElement.GetProperty("identity").ValueKind);
        await ScanAsync(running, "dlt645-2007", "--json");
        Assert.Equal((quick * 3) + 2, running.Meters[0].Requests);
    }

    private static Task<(int Code, string Output, string Error)> ScanAsync(RunningDistrict running, string protocol, params string[] more)
    {
        string[] units = protocol == "modbus" ? ["--addresses", "1-2"] : [];
        return Amr.RunAsync(["scan", $"{running.Lines[0].Uri}?timeout=300ms", "--protocol", protocol, .. units, .. more]);
    }
}
