using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;
using AmrCollector.Tests.Service;

namespace AmrCollector.Tests.Cli.Setup;

/// <summary>`amr check --meters` beyond DL/T 645: what Modbus and CJ/T 188 meters say of themselves.</summary>
public sealed class MetersCheckTests
{
    private const string Header = "meter,line,model,address,plan,number,ct,pt\n";

    private const string Model = """
        {
          "title": "Bench meter", "protocol": "modbus", "defaults": { "table": "holding" },
          "items": [
            { "obis": "1-0:1.8.0", "at": 0, "type": "u32", "unit": "kWh", "kind": "cumulative", "bills": true, "decimals": 0, "name": "forward active energy" },
            { "obis": "0-0:96.1.0", "at": 100, "type": "u32", "unit": "", "name": "meter number" },
            { "obis": "1-0:0.4.2", "at": 110, "type": "u16", "unit": "", "name": "current transformer ratio" },
            { "obis": "1-0:0.4.3", "at": 111, "type": "u16", "unit": "", "scale": 0.1, "decimals": 1, "name": "voltage transformer ratio" },
            { "obis": "1-0:0.2.4", "at": 200, "type": "u16", "unit": "", "name": "number of tariffs" }
          ],
          "identity": { "number": "0-0:96.1.0", "ct": "1-0:0.4.2", "pt": "1-0:0.4.3", "tariffs": "1-0:0.2.4" },
          "groups": { "current": ["1-0:1.8.0"] },
          "vectors": [
            {
              "note": "built from the data-format rules",
              "ask": "01 03 00 00 00 02 C4 0B", "reply": "01 03 04 00 00 30 39 2E 21", "means": { "1-0:1.8.0": "12345 kWh" }
            }
          ]
        }
        """;

    [Fact]
    public async Task A_wrong_serial_number_and_a_wrong_current_ratio_in_registers_are_findings_with_both_values()
    {
        await using var running = await Bench.StartAsync(Line(Described()));
        using var folder = Folder(running, "m-1,line,bench-modbus,1,home,20260001,40,1\n");
        var (code, output, error) = await Amr.RunAsync("check", "--meters", "--config", folder.Path, "--json");
        Assert.True(code == ExitCode.ValidationFailed, output + error);
        var facts = Facts(output);
        Assert.Equal(("differs", "20260007", "20260001", "F-1"), Row(facts, "number"));
        Assert.Equal(("differs", "60", "40", "F-2"), Row(facts, "currentRatio"));
        Assert.Equal(("same", "1", "1", null), Row(facts, "voltageRatio"));
        Assert.Equal(("notRead", null, null, null), Row(facts, "tariffs"));
        Assert.Contains("refused", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ratio_the_model_applies_itself_is_one_in_the_list_whatever_the_meter_says()
    {
        await using var running = await Bench.StartAsync(Line(Described()));
        using var folder = Folder(running, "m-1,line,bench-modbus,1,home,20260007,1,1\n");
        folder.Write("models/bench-modbus.json", Model.Replace("\"protocol\"", "\"ratios\": \"applied\", \"protocol\"", StringComparison.Ordinal));
        var (code, output, error) = await Amr.RunAsync("check", "--meters", "--config", folder.Path);
        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Contains("60, applied by the model; the list says 1, as it must", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meter_whose_model_names_no_identity_is_told_apart_and_is_no_finding()
    {
        await using var running = await Bench.StartAsync(Line(Described(), new() { Kind = MeterKind.All["eastron-sdm630"], FirstNumber = 2, FirstUnit = 2 }));
        using var folder = Folder(running, "m-1,line,bench-modbus,1,home,20260007,60,1\nm-2,line,eastron-sdm630,2,home,77,1,1\n");
        var (code, output, error) = await Amr.RunAsync("check", "--meters", "--config", folder.Path);
        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Contains("m-2 on line at 2: cannot be asked for its number; check the plate", output, StringComparison.Ordinal);
        Assert.Contains("2 meters: 1 as listed, 0 differ, 0 not read, 1 cannot be asked", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the address", "same", ExitCode.Ok)]
    [InlineData("its last ten digits", "same", ExitCode.Ok)]
    [InlineData("4711", "differs", ExitCode.ValidationFailed)]
    public async Task The_address_of_a_cjt188_reply_is_the_number_of_the_meter(string listed, string result, int exit)
    {
        await using var running = await Bench.StartAsync("cjt188-water");
        var address = running.Meters[0].Address.Split(':')[^1];
        var number = listed switch { "the address" => address, "4711" => listed, _ => address[^10..] };
        using var folder = Folder(running, $"w-1,line,cjt188-water,{address},home,{number},1,1\n");
        var (code, output, error) = await Amr.RunAsync("check", "--meters", "--config", folder.Path, "--json");
        Assert.True(code == exit, output + error);
        Assert.Equal((result, address), Row(Facts(output), "number") switch { var row => (row.Result, row.Read) });
    }

    [Fact]
    public async Task A_shipped_model_tells_the_number_in_its_register()
    {
        await using var running = await Bench.StartAsync("abb-b23");
        using var folder = Folder(running, "b-1,line,abb-b23,1,home,1,1,1\n");
        var (code, output, error) = await Amr.RunAsync("check", "--meters", "--config", folder.Path, "--json");
        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Equal(("same", "1", "1", null), Row(Facts(output), "number"));
    }

    private static ConfigurationFolder Folder(RunningDistrict running, string rows)
    {
        var collector = JsonSerializer.Serialize(new
        {
            site = "test",
            timeZone = "Asia/Shanghai",
            lines = running.Lines.ToDictionary(line => line.Name, line => line.Uri),
            plans = new { home = new[] { new { every = "1h", read = (string[])["current"] } } },
        });
        ConfigurationFolder folder = new(collector, Header + rows);
        Directory.CreateDirectory(Path.Combine(folder.Path, "models"));
        folder.Write("models/bench-modbus.json", Model);
        return folder;
    }

    private static LinePlan Line(params MeterGroup[] groups) => Bench.Plan("modbus-generic") with { Groups = groups };

    private static MeterGroup Described() => new()
    {
        Kind = MeterKind.All["modbus-generic"],
        FirstNumber = 1,
        Registers =
        [
            new() { At = 0, Type = "u32", Value = 12345 },
            new() { At = 100, Type = "u32", Value = 20260007 },
            new() { At = 110, Type = "u16", Value = 60 },
            new() { At = 111, Type = "u16", Value = 10 },
        ],
    };

    private static List<JsonElement> Facts(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static (string? Result, string? Read, string? Listed, string? Finding) Row(List<JsonElement> facts, string kind)
    {
        var fact = facts.Single(fact => fact.GetProperty("kind").GetString() == kind);
        return (Text("result"), Text("read"), Text("listed"), Text("finding"));

        string? Text(string name) => fact.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
