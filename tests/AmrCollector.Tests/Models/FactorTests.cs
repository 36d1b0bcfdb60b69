using System.Globalization;
using System.Text;
using AmrCollector.Models;
using AmrCollector.Models.Files;

namespace AmrCollector.Tests.Models;

/// <summary>Values that depend on other registers of the meter: never a number while one of them is missing or invalid.</summary>
public sealed class FactorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amr-factors-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("00 00", "230")]
    [InlineData("FF FF", "23.0")]
    [InlineData("FF FD", "0.230")]
    [InlineData("00 02", "23000")]
    public void A_scale_register_is_a_power_of_ten_in_the_same_reply(string power, string expected)
    {
        var model = Model("""
            "factors": { "V_SF": { "at": 11, "type": "s16", "kind": "power10", "notAvailable": "8000" } },
            "items": [ { "obis": "1-0:32.7.0", "name": "v", "at": 10, "unit": "V", "type": "u16", "decimals": 3, "times": "V_SF" } ],
            """);
        var question = Assert.Single(Current(model));
        Assert.Equal(("10", "2"), (Text(question.Start), Text(question.Count)));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Only(question, "00 E6 " + power).Number);
    }

    [Theory]
    [InlineData("80 00", "marked as no value")]
    [InlineData("00 0B", "no power of ten")]
    [InlineData("FF F5", "no power of ten")]
    public void An_invalid_scale_register_is_a_fault_never_a_number(string power, string why)
    {
        var model = Model("""
            "factors": { "V_SF": { "at": 11, "type": "s16", "kind": "power10", "notAvailable": "sunspec" } },
            "items": [ { "obis": "1-0:32.7.0", "name": "v", "at": 10, "unit": "V", "type": "u16", "decimals": 1, "times": "V_SF" } ],
            """);
        var value = Only(Current(model)[0], "00 E6 " + power);
        Assert.Null(value.Number);
        Assert.Contains(why, value.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratios_that_stand_far_away_are_read_just_before_and_multiplied_exactly()
    {
        var model = Model(Ratios);
        var questions = Current(model);
        Assert.Equal(["6x2", "4126x2"], questions.Select(question => $"{question.Start}x{question.Count}"));
        RatioMemory memory = new();
        _ = ValueReader.Read(questions[0], [0, 40, 0, 10], memory);
        var energy = Assert.Single(ValueReader.Read(questions[1], Bytes("42 F6 E9 79"), memory)); // 123.456
        Assert.Equal("4938.24", energy.Number!.Value.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_value_whose_ratio_was_never_told_is_a_fault_that_names_it()
    {
        var question = Current(Model(Ratios))[1];
        foreach (var memory in new[] { null, new RatioMemory() })
        {
            var value = Assert.Single(ValueReader.Read(question, Bytes("42 F6 E9 79"), memory));
            Assert.Null(value.Number);
            Assert.Contains("current transformer ratio", value.Fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("00 00 00 0A")] // a ratio of 0
    [InlineData("FF FF 00 0A")] // the mark of none
    public void A_ratio_that_turns_invalid_is_not_remembered(string hex)
    {
        var questions = Current(Model(Ratios));
        RatioMemory memory = new();
        _ = ValueReader.Read(questions[0], [0, 40, 0, 10], memory);
        _ = ValueReader.Read(questions[0], Bytes(hex), memory);
        Assert.Null(Assert.Single(ValueReader.Read(questions[1], Bytes("42 F6 E9 79"), memory)).Number);
    }

    [Theory]
    [InlineData("00 01", "5.000")]
    [InlineData("00 04", "5000.000")]
    [InlineData("00 09", null)]
    public void A_code_stands_for_a_factor_and_an_unknown_one_for_none(string code, string? expected)
    {
        var model = Model("""
            "factors": { "resolution": { "at": 40, "kind": "codes", "codes": { "1": 0.001, "2": 0.01, "3": 0.1, "4": 1 } } },
            "items": [ { "obis": "8-0:1.0.0", "name": "volume", "at": 54, "unit": "m3", "type": "u32", "decimals": 3, "kind": "cumulative", "times": ["resolution"] } ],
            """, "8-0:1.0.0");
        var question = Assert.Single(Current(model));
        Assert.Equal((40, 16), (question.Start, question.Count));
        var read = Only(question, code + string.Concat(Enumerable.Repeat("00 00", 13)) + "00 00 13 88");
        Assert.Equal(expected, read.Number?.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("00 00 00 7B 3E 80 00 00", "123.250")]
    [InlineData("00 00 00 7B 7F C0 00 00", null)]
    public void A_fraction_in_registers_of_its_own_is_added(string hex, string? expected)
    {
        var model = Model("""
            "factors": { "fraction": { "at": 10, "type": "f32", "kind": "addend" } },
            "items": [ { "obis": "8-0:1.0.0", "name": "volume", "at": 8, "unit": "m3", "type": "s32", "decimals": 3, "kind": "cumulative", "plus": "fraction" } ],
            """, "8-0:1.0.0");
        Assert.Equal(expected, Only(Assert.Single(Current(model)), hex).Number?.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_sunspec_item_is_read_with_the_models_number_and_is_a_fault_where_another_stands()
    {
        var model = Model("""
            "base": "sunspec:203", "maxHole": 125,
            "factors": { "Hz_SF": { "at": 4, "type": "s16", "kind": "power10" } },
            "items": [ { "obis": "1-0:14.7.0", "name": "f", "at": 3, "unit": "Hz", "type": "s16", "decimals": 2, "times": "Hz_SF" } ],
            """);
        Assert.Equal((ushort?)203, model.SunSpecModel);
        var question = Assert.Single(Current(model)).At(40070);
        Assert.Equal((40070, 5), (question.Start, question.Count));
        Assert.Equal(50.01m, Only(question, "00 CB 00 69 00 00 13 89 FF FE").Number);
        var moved = Only(question, "00 CC 00 69 00 00 13 89 FF FE");
        Assert.Contains("reads 204, not 203", moved.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_factors_are_said_with_their_lines()
    {
        List<ModelFault> faults = [];
        Load("""
            { "title": "t", "protocol": "modbus", "base": "sunspec", "ratios": "doubled", "defaults": { "table": "holding" }, "maxRegisters": 20,
              "factors": { "far": { "at": 1000 }, "codes": { "at": 2, "kind": "codes" }, "text": { "at": 3, "type": "text" } },
              "items": [
                { "obis": "1-0:32.7.0", "name": "v", "at": 10, "unit": "V", "type": "u16", "times": "far" },
                { "obis": "1-0:52.7.0", "name": "v", "at": 11, "unit": "V", "type": "u16", "times": ["none", "1-0:0.4.2"] },
                { "obis": "1-0:72.7.0", "name": "v", "at": 12, "unit": "V", "type": "u16", "bit": 12, "bits": 8, "wrap": -1 },
                { "obis": "1-0:31.7.0", "name": "i", "at": 14, "unit": "A", "type": "u32", "order": "GHEFCDAB" },
                { "obis": "1-0:51.7.0", "name": "i", "at": 16, "unit": "A", "type": "u32", "order": "CDABGHEF" },
              ],
              "groups": { "status": ["1-0:32.7.0"] }, "vectors": [] }
            """, faults);
        string[] expected =
        [
            "\"base\" is the number of a SunSpec model", "\"ratios\" is one of secondary, applied", "the factor codes has no \"codes\"", "the factor text is no text",
            "more than the 20 of one request", "\"none\" is neither a factor", "bits 12 to 19 are not in 16 bits", "\"wrap\" is where", "is for values of 4 registers",
        ];
        Assert.All(expected, part => Assert.Contains(faults, fault => fault.Line > 0 && fault.Sentence.Contains(part, StringComparison.Ordinal)));
    }

    private const string Ratios = """
        "ratios": "applied",
        "items": [
          { "obis": "1-0:0.4.2", "name": "current transformer ratio", "at": 6, "unit": "", "type": "u16", "notAvailable": "FFFF" },
          { "obis": "1-0:0.4.3", "name": "voltage transformer ratio", "at": 7, "unit": "", "type": "u16", "scale": 0.1, "decimals": 1 },
          { "obis": "1-0:1.8.0", "name": "energy", "at": 4126, "unit": "kWh", "type": "f32", "decimals": 2, "kind": "cumulative", "times": ["1-0:0.4.2", "1-0:0.4.3"] } ],
        """;

    private static List<Question.Modbus> Current(MeterModel model) => [.. model.Groups["current"].Cast<Question.Modbus>()];

    private static DecodedValue Only(Question.Modbus question, string hex) => Assert.Single(ValueReader.Read(question, Bytes(hex)));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A model without vectors: the values are checked here, not by the file.</summary>
    private static MeterModel Model(string middle, string? item = null)
    {
        var obis = item ?? (middle.Contains("1-0:1.8.0", StringComparison.Ordinal) ? "1-0:1.8.0" : middle.Contains("1-0:14.7.0", StringComparison.Ordinal) ? "1-0:14.7.0" : "1-0:32.7.0");
        var text = $$"""{ "title": "t", "protocol": "modbus", "defaults": { "table": "holding" }, {{middle}} "groups": { "current": ["{{obis}}"] } }""";
        List<ModelFault> said = [];
        FaultList faults = new("factors.json", said);
        Assert.True(LocatedJson.TryParse(Encoding.UTF8.GetBytes(text), out var json, out _, out var why), why);
        var model = ModelFile.ReadUnproven("factors", Fields.Of(json!, faults), faults);
        Assert.Empty(said);
        return model;
    }

    private MeterModel? Load(string text, List<ModelFault> faults)
    {
        var file = Path.Combine(_folder.FullName, "factors.json");
        File.WriteAllText(file, text);
        return ModelFiles.LoadFile(file, faults);
    }
}
