using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Models;

public sealed class ModelFilesTests : IDisposable
{
    private static readonly Lazy<IReadOnlyDictionary<string, MeterModel>> Loaded =
        new(() => ModelFiles.Load([ModelFiles.ShippedFolder], new List<ModelFault>()));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amr-models-");

    public static TheoryData<string, int> ShippedVectors()
    {
        TheoryData<string, int> data = [];
        foreach (var model in Shipped().Values)
            for (var i = 0; i < model.Vectors.Count; i++) data.Add(model.Name, i);
        return data;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_shipped_file_loads_without_a_fault()
    {
        List<ModelFault> faults = [];
        var models = ModelFiles.Load([ModelFiles.ShippedFolder], faults);
        Assert.Empty(faults);
        Assert.Equal(Directory.GetFiles(ModelFiles.ShippedFolder, "*.json").Length - 1, models.Count);
        Assert.Superset(
            new HashSet<string> { "dlt645-2007-1p", "dlt645-2007-3p", "eastron-sdm630", "schneider-iem3155", "abb-b23", "acrel-dtsd1352" },
            models.Keys.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(ShippedVectors))]
    public void A_shipped_vector_is_asked_matched_and_read_as_it_says(string model, int vector)
    {
        var shipped = Shipped()[model];
        Assert.Null(VectorCheck.Fault(shipped, shipped.Vectors[vector]));
    }

    [Theory]
    [MemberData(nameof(ShippedVectors))]
    public void A_vector_fails_when_any_byte_of_its_reply_changes(string model, int vector)
    {
        var shipped = Shipped()[model];
        var good = shipped.Vectors[vector];
        var bytes = Convert.FromHexString(good.Reply.Replace(" ", "", StringComparison.Ordinal));
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0xFE && i < 4) continue; // preamble: any number is right
            var bad = (byte[])bytes.Clone();
            bad[i] ^= 0x11;
            Assert.NotNull(VectorCheck.Fault(shipped, good with { Reply = Convert.ToHexString(bad) }));
        }
    }

    [Theory]
    [InlineData("dlt645-2007-1p", "current", "0001FF00 00020000")]
    [InlineData("dlt645-2007-1p", "status", "02010100 02020100 02030000 02060000 040005FF")]
    [InlineData("dlt645-2007-1p", "clock", "04000101 04000102")]
    [InlineData("dlt645-2007-3p", "status", "0201FF00 0202FF00 0203FF00 0204FF00 0206FF00 02800002 040005FF")]
    [InlineData("eastron-sdm630", "current", "Input:72x8")]
    [InlineData("eastron-sdm630", "status", "Input:0x72")]
    [InlineData("schneider-iem3155", "current", "Holding:3203x8 Holding:3219x8")]
    [InlineData("abb-b23", "status", "Holding:23296x6 Holding:23308x6 Holding:23316x8 Holding:23340x1 Holding:23354x4")]
    [InlineData("acrel-dtsd1352", "current", "Holding:10x10 Holding:20x10 Holding:40x2 Holding:50x2")]
    [InlineData("acrel-dtsd1352-primary", "current", "Holding:141x2 Holding:10x10 Holding:20x10 Holding:40x2 Holding:50x2")]
    [InlineData("chint-dtsu666", "current", "Holding:6x2 Holding:4126x2 Holding:4136x2")]
    [InlineData("arad-octave", "current", "Input:23x1 Input:40x1 Input:54x2")]
    [InlineData("sunspec-203", "current", "Holding:0x55")]
    [InlineData("sunspec-203", "status", "Holding:0x38")]
    [InlineData("dlt645-1997-1p", "status", "0000B611 0000B621 0000B630 0000B650 0000C020 0000C021")]
    public void A_group_costs_these_exchanges(string model, string group, string questions) =>
        Assert.Equal(questions, string.Join(' ', Shipped()[model].Groups[group].Select(Shown)));

    [Fact]
    public void A_daily_freeze_is_asked_by_its_record()
    {
        var freezes = Shipped()["dlt645-2007-1p"].DailyFreezes!;
        Assert.Equal(62, freezes.Depth);
        Assert.Equal(new DataId(0x0506003E), freezes.AskTime(62).Id);
        Assert.Equal(new DataId(0x05060101), Assert.Single(freezes.AskValues(1)).Id);
        Assert.Equal(new DataId(0x0001FF0C), Assert.Single(Shipped()["dlt645-2007-1p"].Settlements!.AskValues(12)).Id);
    }

    [Fact]
    public void Only_energies_and_demands_bill() => Assert.All(
        Shipped().Values.SelectMany(model => model.Items.Values).Where(item => item.IsRegister),
        item => Assert.Contains(item.Unit, new[] { Unit.KilowattHour, Unit.KilovarHour, Unit.KilovoltAmpereHour, Unit.Kilowatt, Unit.CubicMetre, Unit.Gigajoule }));

    [Fact]
    public void A_group_current_reads_registers_only_and_status_observations_only() => Assert.All(Shipped().Values, model =>
    {
        if (model.Groups.TryGetValue("current", out var current))
            Assert.All(current.SelectMany(question => question.Items).Where(item => !item.IsRatio), item => Assert.True(item.IsRegister, $"{model.Name} {item.Obis}"));
        if (model.Groups.TryGetValue("status", out var status))
            Assert.All(status.SelectMany(question => question.Items), item => Assert.False(item.IsRegister, $"{model.Name} {item.Obis}"));
    });

    [Fact]
    public void An_identity_that_names_no_item_or_one_that_bills_is_a_fault()
    {
        var good = File.ReadAllText(Path.Combine(ModelFiles.ShippedFolder, "abb-b23.json"));
        File.WriteAllText(Path.Combine(_folder.FullName, "bad.json"), good.Replace(
            "{ \"number\": \"0-0:96.1.0\" }", "{ \"number\": \"0-0:96.1.9\", \"ct\": \"1-0:1.8.0\", \"pt\": \"here\", \"colour\": \"red\" }", StringComparison.Ordinal));
        List<ModelFault> faults = [];
        Assert.Empty(ModelFiles.Load([_folder.FullName], faults));
        string[] said = ["identity \"number\" names 0-0:96.1.9, which is not among the items", "names 1-0:1.8.0, which bills", "\"here\" is no OBIS code", "\"colour\" is not known here"];
        Assert.All(said, sentence => Assert.Contains(faults, fault => fault.Sentence.Contains(sentence, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_group_of_a_shipped_model_reads_what_only_identifies_the_meter()
    {
        Assert.Equal("0-0:96.1.0", Shipped()["eastron-sdm120"].Identity.Number?.Obis.ToString());
        Assert.Equal("1-0:0.4.2", Shipped()["acrel-dtsd1352"].Identity.Ct?.Obis.ToString());
        Assert.Equal(MeterIdentity.None, Shipped()["eastron-sdm630"].Identity);
        foreach (var model in Shipped().Values.Where(model => model.Identity.Number is not null))
            Assert.DoesNotContain(model.Groups.Values.SelectMany(group => group).SelectMany(question => question.Items), item => item == model.Identity.Number);
    }

    [Fact]
    public void All_faults_of_a_file_are_said_at_once_with_their_lines()
    {
        Write("bad", """
            {
              // comments and trailing commas are allowed
              "title": "Bad", "protocol": "modbus", "colour": "grey",
              "defaults": { "table": "input", "type": "f32", },
              "items": [
                { "obis": "1-0:1.8.0", "name": "a", "at": 0, "unit": "kWh", "decimals": 2, "kind": "cumulative", "bills": true },
                { "obis": "1-0:1.8.0", "name": "b", "at": 1, "unit": "kWh" },
                { "obis": "1-0", "name": "c", "at": 70000, "unit": "kWatt", "type": "f16", "order": "ABDC" },
                { "obis": "1-0:2.8.0", "name": "d", "at": 8, "unit": "kWh", "kind": "rising", "bills": true, "type": "u32", "scale": 0.01 },
                { "obis": "1-0:3.8.0", "at": 10, "unit": "kWh", "notAvailable": "FFFF", "nmae": "e" },
              ],
              "groups": { "current": ["1-0:9.8.0", "1-0:1.8.0"] },
              "vectors": [],
            }
            """);
        List<ModelFault> faults = [];
        Assert.Empty(ModelFiles.Load([_folder.FullName], faults));
        Assert.All(faults, fault => Assert.EndsWith("bad.json", fault.File, StringComparison.Ordinal));
        AssertFault(faults, 3, "\"colour\" is not known here");
        AssertFault(faults, 7, "1-0:1.8.0 is among the items twice");
        AssertFault(faults, 7, "overlaps");
        AssertFault(faults, 8, "\"1-0\" is no OBIS code");
        AssertFault(faults, 8, "\"at\" is a whole number from 0 to 65535, not 70000");
        AssertFault(faults, 8, "\"kWatt\" is no unit");
        AssertFault(faults, 8, "\"type\" is one of u16");
        AssertFault(faults, 8, "\"order\" is one of ABCD");
        AssertFault(faults, 9, "\"kind\" is one of cumulative");
        AssertFault(faults, 9, "digits of the meter would be lost");
        AssertFault(faults, 10, "\"name\" is missing");
        AssertFault(faults, 10, "\"nmae\" is not known here");
        AssertFault(faults, 10, "has 8 hexadecimal digits");
        AssertFault(faults, 12, "names 1-0:9.8.0, which is not among the items");
        AssertFault(faults, 1, "\"vectors\" is empty");
    }

    [Fact]
    public void A_meter_that_wants_even_registers_has_no_odd_item()
    {
        Write("odd", """
            { "title": "Odd", "protocol": "modbus", "even": true, "defaults": { "table": "input", "type": "f32" },
              "items": [ { "obis": "1-0:1.8.0", "name": "a", "at": 1, "unit": "kWh" } ],
              "forbidden": [ { "table": "input", "first": 2, "last": 3 } ],
              "groups": { "current": ["1-0:1.8.0"] },
              "vectors": [ { "note": "n", "ask": "01", "reply": "01", "means": { "1-0:1.8.0": "1 kWh" } } ] }
            """);
        List<ModelFault> faults = [];
        ModelFiles.Load([_folder.FullName], faults);
        AssertFault(faults, 2, "refuses odd starts");
        AssertFault(faults, 2, "registers the file forbids");
    }

    [Theory]
    [InlineData("1.00 kWh", "reads \"0.02 kWh\", but \"means\" says \"1.00 kWh\"")]
    [InlineData("0.020 kWh", "reads \"0.02 kWh\"")]
    public void A_vector_that_does_not_hold_is_a_fault_at_its_line(string means, string sentence)
    {
        Write("lies", $$"""
            { "title": "Lies", "protocol": "dlt645-2007",
              "items": [ { "obis": "1-0:1.8.0", "id": "00010000", "name": "a", "type": "bcd", "width": 4, "unit": "kWh", "decimals": 2 } ],
              "groups": { "current": ["1-0:1.8.0"] },
              "vectors": [
                { "note": "n", "ask": "68 76 02 02 47 02 02 68 11 04 33 33 34 33 77 16",
                  "reply": "68 76 02 02 47 02 02 68 91 08 33 33 34 33 35 33 33 33 C9 16", "means": { "1-0:1.8.0": "{{means}}" } } ] }
            """);
        List<ModelFault> faults = [];
        Assert.Empty(ModelFiles.Load([_folder.FullName], faults));
        Assert.Contains(sentence, Assert.Single(faults).Sentence, StringComparison.Ordinal);
        Assert.Equal(5, faults[0].Line);
    }

    [Fact]
    public void Broken_json_is_one_fault_with_its_line()
    {
        Write("broken", "{\n  \"title\": \"x\",\n  oops\n}");
        List<ModelFault> faults = [];
        Assert.Empty(ModelFiles.Load([_folder.FullName], faults));
        Assert.Equal(3, Assert.Single(faults).Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"items\": 5, \"groups\": [], \"vectors\": {}, \"protocol\": 7, \"title\": null}")]
    [InlineData("{\"items\": [1, null, [], {}], \"groups\": {\"a\": 1, \"b\": [2]}, \"vectors\": [1], \"protocol\": \"modbus\", \"title\": \"\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void No_text_makes_the_loader_throw(string text)
    {
        Write("any", text);
        List<ModelFault> faults = [];
        Assert.Empty(ModelFiles.Load([_folder.FullName], faults));
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void A_users_file_replaces_the_shipped_one_of_its_name()
    {
        var own = File.ReadAllText(Path.Combine(ModelFiles.ShippedFolder, "abb-b23.json")).Replace("ABB B23", "Our B23", StringComparison.Ordinal);
        Write("abb-b23", own);
        List<ModelFault> faults = [];
        var models = ModelFiles.Load([ModelFiles.ShippedFolder, _folder.FullName], faults);
        Assert.Empty(faults);
        Assert.StartsWith("Our B23", models["abb-b23"].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_fault()
    {
        List<ModelFault> faults = [];
        ModelFiles.Load([Path.Combine(_folder.FullName, "none")], faults);
        Assert.Equal("there is no such folder of models", Assert.Single(faults).Sentence);
    }

    internal static IReadOnlyDictionary<string, MeterModel> Shipped() => Loaded.Value;

    private static string Shown(Question question) => question switch
    {
        Question.Dlt645 dlt645 => dlt645.Id.ToString(),
        Question.Modbus modbus => $"{modbus.Table}:{modbus.Start}x{modbus.Count}",
        _ => "",
    };

    private static void AssertFault(List<ModelFault> faults, int line, string part) =>
        Assert.Contains(faults, fault => fault.Line == line && fault.Sentence.Contains(part, StringComparison.Ordinal));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.json"), text);
}
