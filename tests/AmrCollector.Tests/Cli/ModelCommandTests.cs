using System.Text.Json;
using AmrCollector.Cli;

namespace AmrCollector.Tests.Cli;

public sealed class ModelCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amr-model-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task List_names_every_model_one_json_line_each()
    {
        var (code, output, error) = await Amr.RunAsync("model", "list", "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Empty(error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(lines, line => line.GetProperty("name").GetString() == "dlt645-2007-1p" && line.GetProperty("protocol").GetString() == "dlt645-2007");
        Assert.Contains(lines, line => line.GetProperty("name").GetString() == "eastron-sdm630" && line.GetProperty("protocol").GetString() == "modbus");
    }

    [Fact]
    public async Task Show_tells_what_a_group_costs()
    {
        var (code, output, _) = await Amr.RunAsync("model", "show", "eastron-sdm630", "--json");
        Assert.Equal(ExitCode.Ok, code);
        var current = JsonDocument.Parse(output).RootElement.GetProperty("groups").GetProperty("current");
        Assert.Equal("input:72x8", Assert.Single(current.GetProperty("exchanges").EnumerateArray()).GetString());
        Assert.Equal(29, current.GetProperty("bytes").GetInt32());
    }

    [Fact]
    public async Task Show_prints_items_with_both_names_marks_and_notes()
    {
        var (code, output, _) = await Amr.RunAsync("model", "show", "acrel-dtsd1352");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("正向有功总电能", output, StringComparison.Ordinal);
        Assert.Contains("one source", output, StringComparison.Ordinal);
        Assert.Contains("PT x CT", output, StringComparison.Ordinal);
        Assert.Contains("current: 4 exchanges", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("siemens-pac3200", "Where the sources disagree", "frequency at 46", "starts again at 1000000000")]
    [InlineData("sunspec-203", "looks for SunSpec model 203", "acc32 ABCD x 0.001, 3 decimals; x TotWh_SF", "TotWh_SF: s16 at 54 (0x0036), a power of ten; read in the value's own reply")]
    [InlineData("chint-dtsu666", "ct and pt of the meter list are 1", "holding 4126 (0x101E)", "1-0:0.4.2: u16 at 6 (0x0006), a ratio; read just before the value")]
    [InlineData("arad-octave", "bit 12", "f64 GHEFCDAB", "a code: 1 is x 0.001, 2 is x 0.01")]
    [InlineData("carlogavazzi-em340", "s32 CDAB x 0.0001, 4 decimals", "有功功率", "20 registers")]
    [InlineData("dlt645-1997-1p", "9010, bcd, 4 bytes, 2 decimals", "settlement: 2 periods", "94xx")]
    [InlineData("cjt188-heat", "901F byte 5, BCD with its unit", "20 901F", "Where the sources disagree")]
    public async Task Show_says_how_a_value_stands_on_the_wire(string model, params string[] parts)
    {
        var (code, output, _) = await Amr.RunAsync("model", "show", model);
        Assert.Equal(ExitCode.Ok, code);
        var flat = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, flat, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_groups_the_models_by_what_they_meter_and_speak()
    {
        var (code, output, _) = await Amr.RunAsync("model", "list");
        Assert.Equal(ExitCode.Ok, code);
        Assert.All(
            ["electricity, dlt645-2007", "electricity, dlt645-1997", "electricity, modbus", "heat, modbus", "heat, cjt188", "water, modbus", "water, cjt188"],
            heading => Assert.Contains(heading, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_of_an_unknown_model_says_where_to_look()
    {
        var (code, output, error) = await Amr.RunAsync("model", "show", "nothing");
        Assert.Equal(ExitCode.ConfigurationInvalid, code);
        Assert.Empty(output);
        Assert.Contains("amr model list", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_what_is_shipped_finds_no_fault()
    {
        var (code, output, _) = await Amr.RunAsync("model", "check");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains(" 0 faults", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_a_bad_file_says_every_fault_with_its_line_and_exits_3()
    {
        var file = Path.Combine(_folder.FullName, "mine.json");
        await File.WriteAllTextAsync(file, "{ \"title\": \"Mine\",\n \"protocol\": \"zigbee\",\n \"items\": [], \"groups\": {}, \"vectors\": [] }");
        var (code, output, _) = await Amr.RunAsync("model", "check", file, "--json");
        Assert.Equal(ExitCode.ConfigurationInvalid, code);
        var faults = JsonDocument.Parse(output).RootElement.GetProperty("faults").EnumerateArray().ToList();
        Assert.Contains(faults, fault => fault.GetProperty("line").GetInt32() == 2);
        Assert.True(faults.Count > 2);
    }

    [Theory]
    [InlineData("check", "nowhere.json")]
    [InlineData("list", "--models=nowhere")]
    public async Task A_path_that_is_not_there_exits_3(string verb, string argument)
    {
        var (code, _, error) = await Amr.RunAsync("model", verb, argument);
        Assert.Equal(ExitCode.ConfigurationInvalid, code);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
    }
}
