using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Models;

/// <summary>Coils and discrete inputs as items of a model file.</summary>
public sealed class BitItemsTests : IDisposable
{
    private const string Model = """
        {
          "title": "Device with inputs and outputs", "protocol": "modbus", "maxBits": 32,
          "items": [
            { "obis": "0-0:96.3.1", "table": "discrete", "at": 0, "unit": "", "name": "input 1" },
            { "obis": "0-0:96.3.2", "table": "discrete", "at": 1, "type": "bool", "unit": "", "name": "input 2" },
            { "obis": "0-0:96.3.3", "table": "discrete", "at": 2, "unit": "", "name": "input 3" },
            { "obis": "0-0:96.4.1", "table": "coil", "at": 3, "unit": "", "name": "output 1" },
            { "obis": "0-0:96.4.2", "table": "coil", "at": 14, "unit": "", "name": "output 2" }
          ],
          "groups": { "status": ["0-0:96.3.1", "0-0:96.3.2", "0-0:96.3.3", "0-0:96.4.1", "0-0:96.4.2"] },
          "vectors": [
            { "note": "built from the data-format rules", "ask": "01 02 00 00 00 03 38 0B", "reply": "01 02 01 05 61 8B",
              "means": { "0-0:96.3.1": "1", "0-0:96.3.2": "0", "0-0:96.3.3": "1" } },
            { "note": "built from the data-format rules", "ask": "01 01 00 03 00 01 0D CA", "reply": "01 01 01 01 90 48", "means": { "0-0:96.4.1": "1" } }
          ]
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amr-bits-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_with_bits_proves_itself_by_its_vectors_and_is_planned_by_table()
    {
        var model = Load(Model, out var faults);
        Assert.Empty(faults);
        Assert.Equal(["Coil 3+1", "Coil 14+1", "Discrete 0+3"], Shown(model!.Groups["status"]));
        // A poller tries the hole: eleven bits weigh less than a request.
        Assert.Equal(["Coil 3+12", "Discrete 0+3"], Shown(GroupPlans.Of(model, ["status"], new LineUri { Kind = LineKind.ModbusTcp, Text = "modbus+tcp://x:502" })));
    }

    [Theory]
    [InlineData("\"type\": \"bool\"", "\"type\": \"u16\"", "a coil or discrete input is a bool, and nothing else is")]
    [InlineData("\"table\": \"coil\", \"at\": 3", "\"table\": \"holding\", \"type\": \"bool\", \"at\": 3", "a coil or discrete input is a bool, and nothing else is")]
    [InlineData("\"at\": 3,", "\"at\": 3, \"scale\": 10,", "a bool is 0 or 1")]
    [InlineData("\"reply\": \"01 02 01 05 61 8B\"", "\"reply\": \"01 01 01 01 90 48\"", "no RTU reply")]
    public void What_makes_no_sense_of_a_bit_is_a_fault_with_a_sentence(string right, string wrong, string why)
    {
        Assert.Null(Load(Model.Replace(right, wrong, StringComparison.Ordinal), out var faults));
        Assert.Contains(faults, fault => fault.Sentence.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(WireKind.Mbap, Framing.Rtu)]
    [InlineData(WireKind.Tcp, Framing.Rtu)]
    [InlineData(WireKind.Tcp, Framing.Ascii)]
    public async Task Bits_of_a_simulated_device_are_read_by_their_codes_in_every_framing(WireKind wire, Framing framing)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "models"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "models", "bits.json"), Model);
        await using var running = await Bench.StartAsync(Bench.Plan("modbus-generic", wire) with { Framing = framing });
        var text = framing == Framing.Ascii ? $"{running.Lines[0].Uri}?framing=ascii" : running.Lines[0].Uri;
        await SwitchOnAsync(text, coil: 14);
        var (code, output, errors) = await Amr.RunAsync("read", text, "--model", "bits", "--address", "1", "--config", _folder.FullName, "--json");
        Assert.True(code == ExitCode.Ok, output + errors);
        var values = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => JsonDocument.Parse(row).RootElement)
            .ToDictionary(row => row.GetProperty("item").GetString()!, row => row.GetProperty("value").GetString());
        Assert.Equal(("0", "1"), (values["0-0:96.4.1"], values["0-0:96.4.2"]));
        Assert.Equal(["1", "1", "1"], ((string[])["0-0:96.3.1", "0-0:96.3.2", "0-0:96.3.3"]).Select(item => values[item])); // each phase draws current
    }

    private static async Task SwitchOnAsync(string text, ushort coil)
    {
        Assert.True(LineUri.TryParse(text, out var uri, out var why), why);
        await using var line = LineFactory.Create(uri, TimeProvider.System);
        await line.OpenAsync(default);
        var answer = await new Questioner(line, TimeProvider.System).AskAsync(
            Dialogs.For(MeterProtocol.Modbus, "1", uri), new Question.ModbusFunction(new byte[] { 0x05, 0, (byte)coil, 0xFF, 0 }) { Items = [] }, TimeSpan.FromSeconds(5), 3, default);
        Assert.IsType<ExchangeOutcome.Answered>(answer);
    }

    private MeterModel? Load(string json, out List<ModelFault> faults)
    {
        var file = Path.Combine(_folder.FullName, "bits.json");
        File.WriteAllText(file, json);
        faults = [];
        return ModelFiles.LoadFile(file, faults);
    }

    private static IEnumerable<string> Shown(IEnumerable<Question> questions) => questions.Cast<Question.Modbus>().Select(run => $"{run.Table} {run.Start}+{run.Count}");
}
