using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;

namespace AmrCollector.Tests.Cli.Line;

/// <summary>`amr read` as a technician types them, against simulated meters on real sockets.</summary>
public sealed class ReadCommandTests
{
    [Fact]
    public async Task An_obis_code_of_a_model_prints_one_json_line_with_unit_and_time()
    {
        await using var running = await StartAsync("dlt645-2007-1p");
        var (code, output, _) = await RunAsync("read", running.Lines[0].Uri, "--model", "dlt645-2007-1p", "--address", "1", "1-0:1.8.0", "--json");
        Assert.Equal(ExitCode.Ok, code);
        var line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement)
            .Single(item => item.GetProperty("item").GetString() == "1-0:1.8.0");
        Assert.Equal("kWh", line.GetProperty("unit").GetString());
        var read = decimal.Parse(line.GetProperty("value").GetString()!);
        Assert.InRange(read - running.Meters[0].RegisterAt("1-0:1.8.0", line.GetProperty("at").GetDateTimeOffset()), -0.02m, 0.02m);
        Assert.Equal(JsonValueKind.Null, line.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task An_identifier_needs_no_model()
    {
        await using var running = await StartAsync("dlt645-2007-1p");
        var (code, output, _) = await RunAsync("read", running.Lines[0].Uri, "--protocol", "dlt645-2007", "--address", "1", "02010100", "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal("V", JsonDocument.Parse(output).RootElement.GetProperty("unit").GetString());
    }

    [Fact]
    public async Task A_register_is_read_without_a_model_and_an_illegal_one_is_a_refusal()
    {
        await using var running = await StartAsync("eastron-sdm630", WireKind.Mbap);
        var (code, output, _) = await RunAsync(
            "read", running.Lines[0].Uri, "--protocol", "modbus", "--address", "1", "input:0:f32", "input:60000:u16", "--json");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement).ToList();
        Assert.Equal(ExitCode.Failed, code);
        Assert.InRange(decimal.Parse(lines.Single(line => line.GetProperty("item").GetString() == "input:0:f32").GetProperty("value").GetString()!), 180, 260);
        Assert.StartsWith("refused", lines.Single(line => line.GetProperty("item").GetString() == "input:60000:u16").GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_address_exits_4_and_a_closed_port_6_and_a_wrong_word_2()
    {
        await using var running = await StartAsync("dlt645-2007-1p");
        var uri = running.Lines[0].Uri;
        Assert.Equal(ExitCode.NoAnswer, (await RunAsync("read", $"{uri}?timeout=50ms", "--protocol", "dlt645-2007", "--address", "9", "00010000")).Code);
        Assert.Equal(ExitCode.PortUnavailable, (await RunAsync("read", "tcp://127.0.0.1:9", "--protocol", "dlt645-2007", "--address", "9", "00010000")).Code);
        var (code, _, error) = await RunAsync("read", uri, "--model", "no-such-model", "--address", "9");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("no-such-model", error, StringComparison.Ordinal);
    }

    private static Task<RunningDistrict> StartAsync(string kind, WireKind wire = WireKind.Tcp, int count = 1) => RunningDistrict.StartAsync(
        new()
        {
            Name = "bench",
            Lines =
            [
                new()
                {
                    Name = "line",
                    Wire = wire,
                    TurnRound = TimeSpan.FromMilliseconds(1),
                    Groups = [new() { Kind = MeterKind.All[kind], Count = count, FirstNumber = 1 }],
                },
            ],
        },
        TimeProvider.System);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Root.RunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
