using System.Globalization;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Cli;

/// <summary>Modbus in ASCII framing as a technician types it: found by `amr scan`, read by `amr read`.</summary>
public sealed class ModbusAsciiVerbTests
{
    [Fact]
    public async Task A_scan_finds_the_unit_and_names_the_command_that_reads_it()
    {
        await using var running = await StartAsync();
        var (code, output, error) = await Amr.RunAsync(
            "scan", $"{running.Lines[0].Uri}?timeout=3s", "--protocol", "modbus-ascii", "--addresses", "1-2", "--json");
        Assert.Equal(ExitCode.Ok, code);
        var found = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("modbus-ascii", "1"), (found.GetProperty("protocol").GetString(), found.GetProperty("address").GetString()));
        Assert.Contains("--protocol modbus-ascii --address 1", string.Join(' ', error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_is_read_from_it()
    {
        await using var running = await StartAsync();
        var (code, output, _) = await Amr.RunAsync("read", running.Lines[0].Uri, "--protocol", "modbus-ascii", "--address", "1", "input:0:f32", "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.InRange(decimal.Parse(JsonDocument.Parse(output).RootElement.GetProperty("value").GetString()!, CultureInfo.InvariantCulture), 180, 260);
    }

    [Fact]
    public async Task In_RTU_it_does_not_answer()
    {
        await using var running = await StartAsync();
        var (code, _, _) = await Amr.RunAsync(
            "read", $"{running.Lines[0].Uri}?timeout=50ms", "--protocol", "modbus", "--address", "1", "input:0:f32", "--attempts", "1", "--json");
        Assert.Equal(ExitCode.NoAnswer, code);
    }

    private static Task<RunningDistrict> StartAsync() => Bench.StartAsync(Bench.Plan("eastron-sdm630") with { Framing = Framing.Ascii });
}
