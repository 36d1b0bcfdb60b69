using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Cli.Line;
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

    [Theory]
    [InlineData("dlt645-1997", "dlt645-1997", "1", "9010", "kWh")]
    [InlineData("cjt188-water", "cjt188", "10:1", "901F", "m3")]
    public async Task Identifiers_of_1997_and_of_water_meters_need_no_model(string kind, string protocol, string address, string item, string unit)
    {
        await using var running = await Bench.StartAsync(kind);
        var (code, output, _) = await RunAsync("read", running.Lines[0].Uri, "--protocol", protocol, "--address", address, item, "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("unit").GetString()),
            text => text is not null && text.Replace("³", "3", StringComparison.Ordinal) == unit);
    }

    [Fact]
    public async Task A_gateway_that_speaks_for_a_dead_unit_is_named_as_such()
    {
        await using var running = await Bench.StartAsync(Bench.Plan("eastron-sdm630", WireKind.Mbap) with { AnswersForDeadUnits = true });
        var (code, output, error) = await RunAsync("read", running.Lines[0].Uri, "--protocol", "modbus", "--address", "9", "input:0:f32", "--json");
        Assert.Equal(ExitCode.NoAnswer, code);
        Assert.Contains("exception 0B", JsonDocument.Parse(output).RootElement.GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Contains("the unit is not", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replies_that_never_check_exit_5_with_advice()
    {
        await using var running = await StartAsync("dlt645-2007-1p");
        running.Meters[0].Faults = MeterFaults.None with { BadChecksum = true };
        var (code, _, error) = await RunAsync("read", $"{running.Lines[0].Uri}?timeout=1s&baud=115200", "--protocol", "dlt645-2007", "--address", "1", "00010000", "--attempts", "1");
        Assert.Equal(ExitCode.BadFrame, code);
        Assert.Contains("every checksum is wrong", string.Join(' ', error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coil:5", 5, 1)]
    [InlineData("discrete:0x16", 0, 16)]
    public void Bits_are_written_as_their_table_and_number(string text, int start, int count)
    {
        Assert.True(BareQuestion.TryParseBits(text, out var question));
        Assert.Equal((start, count), (question!.Start, question.Count));
    }

    [Theory]
    [InlineData("coil:x3")]
    [InlineData("coil:70000")]
    [InlineData("discrete:0x3000")]
    [InlineData("holding:1")]
    public void Other_words_are_no_bits(string text) => Assert.False(BareQuestion.TryParseBits(text, out _));

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
