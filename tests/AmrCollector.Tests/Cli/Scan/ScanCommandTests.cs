using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Cli.Scan;
using AmrCollector.Lines;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Cli.Scan;

/// <summary>`amr scan` as a technician types it, against simulated meters on real sockets.</summary>
public sealed class ScanCommandTests
{
    [Fact]
    public async Task A_scan_says_how_long_it_takes_and_prints_each_meter()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        var (code, output, error) = await Amr.RunAsync("scan", $"{running.Lines[0].Uri}?timeout=500ms", "--protocol", "dlt645-2007", "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal("000000000001", JsonDocument.Parse(output).RootElement.GetProperty("address").GetString());
        Assert.Matches(@"asks\s+dlt645-2007: \d+(\.\d)? s", error);
        Assert.Contains("at most", error, StringComparison.Ordinal);
        Assert.Contains("foretold", error, StringComparison.Ordinal);
        Assert.Contains("amr read 'tcp://", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_of_1997_and_of_water_are_found_without_naming_their_protocol()
    {
        await using var running = await Bench.StartAsync(
            Bench.Plan("dlt645-1997") with { Groups = [Group("dlt645-1997", 7), Group("cjt188-water", 9), Group("cjt188-heat", 11)] });
        var (code, output, _) = await Amr.RunAsync("scan", $"{running.Lines[0].Uri}?timeout=100ms", "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(
            ["cjt188 10:00000000000009", "cjt188 20:00000000000011", "dlt645-1997 000000000007"],
            Lines(output).Select(line => $"{line.GetProperty("protocol").GetString()} {line.GetProperty("address").GetString()}").Order());
    }

    [Fact]
    public async Task A_modbus_scan_finds_the_units_behind_a_gateway_and_not_those_it_speaks_for()
    {
        await using var running = await Bench.StartAsync(Bench.Plan("eastron-sdm630", WireKind.Mbap, count: 3) with { AnswersForDeadUnits = true });
        var (code, output, _) = await Amr.RunAsync("scan", $"{running.Lines[0].Uri}?timeout=3s", "--addresses", "1-5", "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(["1", "2", "3"], Lines(output).Select(line => line.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task Nobody_there_exits_4_with_advice()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        running.Meters[0].Faults = MeterFaults.None with { Silent = true };
        var (code, output, error) = await Amr.RunAsync("scan", $"{running.Lines[0].Uri}?timeout=20ms&baud=115200", "--protocol", "dlt645-2007");
        Assert.Equal(ExitCode.NoAnswer, code);
        Assert.Empty(output);
        Assert.Contains("means", error, StringComparison.Ordinal);
        Assert.DoesNotContain("amr scan", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_serial_line_is_tried_at_the_usual_speeds_the_likely_and_quick_first()
    {
        var passes = Plan("serial:/dev/ttyUSB0").Passes;
        Assert.Equal("dlt645-2007 at 2400 8E1", passes[0].Name);
        Assert.Equal("dlt645-1997 at 2400 8E1", passes[1].Name);
        var firstModbus = passes.First(pass => pass.IsModbus);
        Assert.Equal(("modbus at 9600 8N1", 32), (firstModbus.Name, firstModbus.Units.Count));
        Assert.All(passes.SkipWhile(pass => !pass.IsModbus), pass => Assert.True(pass.IsModbus));
        foreach (var speed in (int[])[1200, 2400, 4800, 9600, 19200]) Assert.Contains(passes, pass => pass.Line.Baud == speed);
        Assert.Equal(247, passes.Where(pass => pass.IsModbus && pass.Name == "modbus at 9600 8N1").Sum(pass => pass.Units.Count));
    }

    [Fact]
    public void Once_meters_are_found_only_their_speed_is_gone_on_with()
    {
        var plan = Plan("serial:/dev/ttyUSB0");
        Assert.Equal(
            ["dlt645-2007 at 9600 8E1", "dlt645-1997 at 9600 8E1", "cjt188 at 9600 8E1"],
            plan.After(plan.Passes.First(pass => pass.Name == "dlt645-1997 at 9600 8E1")).Select(pass => pass.Name));
        var all = Plan("serial:/dev/ttyUSB0", all: true);
        Assert.Equal(all.Passes.Count, all.After(all.Passes[0]).Count());
    }

    [Theory]
    [InlineData("serial:/dev/ttyUSB0?baud=4800", "dlt645-2007 at 4800 8E1")]
    [InlineData("tcp://10.0.3.7:4001", "dlt645-2007")]
    public void A_speed_that_is_named_is_the_only_one(string line, string first) => Assert.Equal(first, Plan(line).Passes[0].Name);

    [Fact]
    public void Its_lines_can_be_pasted_into_a_configuration()
    {
        foreach (var pass in Plan("serial:/dev/ttyUSB0?echo=on").Passes)
        {
            Assert.True(LineUri.TryParse(pass.Line.Text, out var uri, out var why), why);
            Assert.Equal((pass.Line.Baud, pass.Line.Format, true), (uri.Baud, uri.Format, uri.Echo));
        }
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:9", "--addresses", "5-1", "--protocol", "modbus")]
    [InlineData("tcp://127.0.0.1:9", "--addresses", "1-300", "--protocol", "modbus")]
    [InlineData("modbus+tcp://127.0.0.1:9", "--protocol", "dlt645-2007")]
    [InlineData("serial:/dev/ttyUSB0", "--baud", "2401")]
    [InlineData("serial:/dev/ttyUSB0", "--protocol", "morse")]
    public async Task Words_that_make_no_sense_exit_2(params string[] words) => Assert.Equal(ExitCode.Usage, (await Amr.RunAsync(["scan", .. words])).Code);

    private static ScanPlan Plan(string line, bool all = false)
    {
        Assert.True(LineUri.TryParse(line, out var uri, out var why), why);
        return ScanPlan.Of(uri, new([], null, null, null, all));
    }

    private static MeterGroup Group(string kind, long number) => new() { Kind = MeterKind.All[kind], FirstNumber = number };

    private static List<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement)];
}
