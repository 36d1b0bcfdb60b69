using System.Globalization;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;

namespace AmrCollector.Tests.Cli.Line;

/// <summary>`amr read --model sunspec-…` against simulated meters whose models stand in different places.</summary>
public sealed class SunSpecReadTests
{
    [Theory]
    [InlineData("sunspec-203", 40_000, WireKind.Mbap)]
    [InlineData("sunspec-203", 50_000, WireKind.Tcp)]
    [InlineData("sunspec-213", 40_000, WireKind.Mbap)]
    [InlineData("sunspec-213", 0, WireKind.Tcp)]
    public async Task Energy_and_voltage_are_what_the_meter_shows_wherever_its_model_stands(string model, int begin, WireKind wire)
    {
        var plan = Bench.Plan(model, wire);
        await using var running = await Bench.StartAsync(plan with { Groups = [plan.Groups[0] with { Limits = new() { SunSpecBase = begin } }] });
        var (code, output, errors) = await Amr.RunAsync("read", running.Lines[0].Uri, "--model", model, "--address", "1", "1-0:1.8.0", "1-0:32.7.0", "--json");
        Assert.True(code == ExitCode.Ok, output + errors);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement).ToDictionary(row => row.GetProperty("item").GetString()!);
        Assert.Equal(2, rows.Count);
        var (energy, shown) = (rows["1-0:1.8.0"], running.Meters[0].RegisterAt("1-0:1.8.0", TimeProvider.System.GetUtcNow()));
        Assert.Equal("kWh", energy.GetProperty("unit").GetString());
        Assert.InRange(Number(energy) - shown, -0.1m - (shown / 8_000_000m), 0.1m + (shown / 8_000_000m)); // a single has 24 bits
        Assert.InRange(Number(rows["1-0:32.7.0"]), 180m, 260m);
    }

    [Fact]
    public async Task A_meter_with_another_model_says_which_it_has()
    {
        await using var running = await Bench.StartAsync("sunspec-203", WireKind.Mbap);
        var (code, output, errors) = await Amr.RunAsync("read", running.Lines[0].Uri, "--model", "sunspec-213", "--address", "1", "1-0:1.8.0");
        Assert.NotEqual(ExitCode.Ok, code);
        Assert.Contains("the meter has the SunSpec models 1, 203, not 213", string.Join(' ', (output + errors).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static decimal Number(JsonElement row) => decimal.Parse(row.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);
}
