using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>`amr read` against servers others wrote: exactly the values they were given, in every type and order.</summary>
public sealed class ReadTests
{
    private static readonly string[] Values =
    [
        "u16=65535", "s16=-12345", "u32/ABCD=305419896", "u32/CDAB=3735928559", "u32/BADC=16909060", "u32/DCBA=4294967295",
        "s32/ABCD=-2", "s32/CDAB=-123456789", "f32/ABCD=1240.5", "f32/CDAB=-0.125", "f32/BADC=98765.25", "f32/DCBA=0.0625",
        "u64=1234567890123456789", "s64=-9007199254740993", "f64=-1234567.015625",
    ];

    [NeedsFact(ForeignServers.Python, ForeignServers.Pymodbus)]
    public async Task Amr_reads_a_pymodbus_server_over_tcp()
    {
        var port = Text(QuietPort.Find());
        await using var server = await ForeignServers.PymodbusAsync("tcp", port, Values);
        await ReadsAllAsync($"modbus+tcp://127.0.0.1:{port}");
    }

    [NeedsFact(ForeignServers.Python, ForeignServers.Pymodbus, "socat")]
    public async Task Amr_reads_a_pymodbus_server_over_a_serial_cable()
    {
        await using var cable = await SerialCable.LayAsync();
        await using var server = await ForeignServers.PymodbusAsync("rtu", cable.Far, Values);
        await ReadsAllAsync($"serial:{cable.Near}?baud=9600&format=8N1");
    }

    [NeedsFact("gcc", ForeignServers.Libmodbus)]
    public async Task Amr_reads_a_libmodbus_server_over_tcp()
    {
        using TempFolder folder = new();
        var port = Text(QuietPort.Find());
        await using var server = await ForeignServers.LibmodbusAsync(folder.Path, "tcp", port, Values);
        await ReadsAllAsync($"modbus+tcp://127.0.0.1:{port}");
    }

    [NeedsFact("gcc", ForeignServers.Libmodbus, "socat")]
    public async Task Amr_reads_a_libmodbus_server_over_a_serial_cable_and_tells_its_silence_and_refusals_apart()
    {
        using TempFolder folder = new();
        await using var cable = await SerialCable.LayAsync();
        await using var server = await ForeignServers.LibmodbusAsync(folder.Path, "rtu", cable.Far, Values);
        var line = $"serial:{cable.Near}?baud=9600&format=8N1";
        await ReadsAllAsync(line);

        var (refused, partly, _) = await ReadAsync(line, "1", "holding:0:u16", "input:60000:u16");
        Assert.Equal(1, refused);
        Assert.Equal(("65535", null), (partly["holding:0:u16"].Value, partly["holding:0:u16"].Error));
        Assert.StartsWith("refused", partly["input:60000:u16"].Error, StringComparison.Ordinal);

        var (silent, none, _) = await ReadAsync($"{line}&timeout=200ms", "9", "holding:0:u16");
        Assert.Equal(4, silent);
        Assert.Equal("no answer", none["holding:0:u16"].Error);
    }

    [Fact]
    public async Task A_port_that_is_not_there_ends_with_6_and_a_sentence()
    {
        var (absent, _, why) = await ReadAsync("serial:/dev/ttyAMR99?baud=9600&format=8N1", "1", "holding:0:u16");
        Assert.Equal(6, absent);
        Assert.Contains("/dev/ttyAMR99", why, StringComparison.Ordinal);
        var (closed, _, whyNot) = await ReadAsync($"modbus+tcp://127.0.0.1:{QuietPort.Find()}", "1", "holding:0:u16");
        Assert.Equal(6, closed);
        Assert.Contains("127.0.0.1", whyNot, StringComparison.Ordinal);
    }

    private static async Task ReadsAllAsync(string line)
    {
        List<(string Item, decimal Value)> expected = [];
        var register = 0;
        foreach (var value in Values)
        {
            var (type, number) = value.Split('=') switch { [var left, var right] => (left, right), _ => throw new FormatException(value) };
            foreach (var table in (string[])["holding", "input"]) expected.Add(($"{table}:{register}:{type}", decimal.Parse(number, CultureInfo.InvariantCulture)));
            register += int.Parse(type.Split('/')[0][1..], CultureInfo.InvariantCulture) / 16;
        }

        var (exit, read, errors) = await ReadAsync(line, "1", [.. expected.Select(item => item.Item)]);
        Assert.True(exit == 0, $"{exit}: {errors} {string.Join(", ", read)}");
        foreach (var (item, value) in expected) Assert.Equal((item, Rounded(item, value)), (item, decimal.Parse(read[item].Value!, CultureInfo.InvariantCulture)));
    }

    /// <summary>A register without a model shows three digits of a single and six of a double.</summary>
    private static decimal Rounded(string item, decimal value) =>
        item.Contains(":f32", StringComparison.Ordinal) ? Math.Round(value, 3, MidpointRounding.ToEven) : item.Contains(":f64", StringComparison.Ordinal) ? Math.Round(value, 6, MidpointRounding.ToEven) : value;

    private static async Task<(int Exit, Dictionary<string, (string? Value, string? Error)> Read, string Errors)> ReadAsync(string line, string unit, params string[] items)
    {
        var (exit, output, errors) = await Command.AmrAsync(["read", line, "--protocol", "modbus", "--address", unit, .. items, "--json"]);
        Dictionary<string, (string?, string?)> read = [];
        foreach (var text in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(text);
            var item = document.RootElement;
            read.Add(item.GetProperty("item").GetString()!, (item.GetProperty("value").GetString(), item.GetProperty("error").GetString()));
        }

        return (exit, read, errors);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
