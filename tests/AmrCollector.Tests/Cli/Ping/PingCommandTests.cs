using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Cli.Ping;

/// <summary>`amr ping` as a technician types it, against simulated meters on real sockets.</summary>
public sealed class PingCommandTests
{
    [Fact]
    public async Task A_good_line_gives_its_share_and_round_trips_as_one_document()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        var (code, document, _) = await PingAsync(running, "1", "-n", "20");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal((20, 20, 1m), (document.GetProperty("asked").GetInt32(), document.GetProperty("answered").GetInt32(), document.GetProperty("share").GetDecimal()));
        var trip = document.GetProperty("roundTripMs");
        Assert.True(trip.GetProperty("p50").GetDecimal() > 0);
        Assert.True(trip.GetProperty("p50").GetDecimal() <= trip.GetProperty("p95").GetDecimal());
        Assert.True(trip.GetProperty("p95").GetDecimal() <= trip.GetProperty("max").GetDecimal());
    }

    [Fact]
    public async Task A_dead_meter_exits_4_and_the_advice_names_the_box()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        var (code, output, error) = await Amr.RunAsync(
            "ping", $"{running.Lines[0].Uri}?timeout=20ms&baud=115200", "--protocol", "dlt645-2007", "--address", "9", "-n", "1");
        Assert.Equal(ExitCode.NoAnswer, code);
        Assert.Contains("asks", error, StringComparison.Ordinal);
        Assert.Contains("0 of 1 answered", output, StringComparison.Ordinal);
        Assert.Contains("nothing comes back from the wire behind it", Joined(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_meter_is_waited_for_and_the_timeout_it_needs_is_named()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        running.Meters[0].Faults = MeterFaults.None with { Late = TimeSpan.FromMilliseconds(600) };
        var (code, document, _) = await PingAsync(running, "1", "-n", "2", options: "?timeout=20ms&baud=115200");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(2, document.GetProperty("errors").GetProperty("late").GetInt32());
        var option = document.GetProperty("advice").EnumerateArray().Select(advice => advice.GetProperty("option").GetString()).OfType<string>().Single();
        Assert.StartsWith("timeout=", option, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_replies_are_told_from_noise_and_exit_5()
    {
        await using var running = await Bench.StartAsync("dlt645-2007-1p");
        running.Meters[0].Faults = MeterFaults.None with { BadChecksum = true };
        var (code, document, _) = await PingAsync(running, "1", "-n", "2", options: "?timeout=20ms&baud=115200");
        Assert.Equal(ExitCode.BadFrame, code);
        Assert.Equal(2, document.GetProperty("errors").GetProperty("checksum").GetInt32());
    }

    [Fact]
    public async Task A_gateway_that_speaks_for_a_dead_unit_is_told_from_a_dead_gateway()
    {
        await using var running = await Bench.StartAsync(Bench.Plan("eastron-sdm630", WireKind.Mbap) with { AnswersForDeadUnits = true });
        var (code, document, _) = await PingAsync(running, "9", "-n", "3", protocol: "modbus");
        Assert.Equal(ExitCode.NoAnswer, code);
        Assert.Equal(3, document.GetProperty("errors").GetProperty("exception").GetInt32());
        Assert.Contains("gateway is alive, the unit is not", document.GetProperty("advice")[0].GetProperty("means").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_echo_is_seen_and_its_option_named()
    {
        await using var running = await Bench.StartAsync(Bench.Plan("dlt645-2007-1p") with { Faults = new LineFaults { Echo = true } });
        var (code, document, _) = await PingAsync(running, "1", "-n", "3");
        Assert.Equal(ExitCode.Ok, code);
        Assert.True(document.GetProperty("echo").GetBoolean());
        Assert.Contains("echo=on", document.GetProperty("advice").EnumerateArray().Select(advice => advice.GetProperty("option").GetString()));
    }

    [Fact]
    public async Task A_count_of_none_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("ping", "tcp://127.0.0.1:9", "--protocol", "modbus", "--address", "1", "-n", "0")).Code);

    private static async Task<(int Code, JsonElement Document, string Error)> PingAsync(
        RunningDistrict running, string address, string flag, string count, string options = "", string protocol = "dlt645-2007")
    {
        var (code, output, error) = await Amr.RunAsync(
            "ping", running.Lines[0].Uri + options, "--protocol", protocol, "--address", address, flag, count, "--json");
        return (code, JsonDocument.Parse(output).RootElement, error);
    }

    private static string Joined(string output) => string.Join(' ', output.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
