using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Service.Configuration;
using NodaTime;

namespace AmrCollector.Cli.Line;

/// <summary>Which meter is read, over which line, and what is known of it.</summary>
/// <param name="Line">The road.</param>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Address">Twelve digits or a unit.</param>
/// <param name="Model">What it offers, null when only the protocol is known.</param>
internal sealed record ReadSubject(LineUri Line, MeterProtocol Protocol, string Address, MeterModel? Model)
{
    private const string Total = "00010000";
    private const string Total97 = "9010";
    private const string Current = "901F";
    private static readonly TimeSpan UnknownReply = TimeSpan.FromSeconds(2);

    /// <summary>What the meter list says of it; null on a bare line.</summary>
    internal Meter? Meter { get; init; }

    /// <summary>The site's zone; null on a bare line.</summary>
    internal DateTimeZone? Zone { get; init; }

    /// <summary>The protocol as it is typed.</summary>
    internal string ProtocolShown => Protocol == MeterProtocol.Modbus && Line.Framing == ProtocolName.AsciiFraming ? ProtocolName.Ascii : ProtocolName.Of(Protocol);

    /// <summary>Longest wait for a reply to begin.</summary>
    internal TimeSpan Timeout => Line.Timeout ?? Model?.ReplyTimeout ?? UnknownReply;

    /// <summary>The meter and the road to it, for a sentence.</summary>
    internal string Shown => $"{Address} ({Model?.Name ?? ProtocolShown}) on {Line.Text}";

    /// <summary>A question every meter of the protocol answers, if only by a refusal.</summary>
    internal Question Probe() => Protocol switch
    {
        MeterProtocol.Dlt645V2007 => BareQuestion.Of(Total, Protocol, Address)!,
        MeterProtocol.Dlt645V1997 => BareQuestion.Of(Total97, Protocol, Address)!,
        MeterProtocol.Cjt188 => BareQuestion.Of(Current, Protocol, Address) ?? throw new VerbFailedException(ExitCode.Usage, $"'{Address}' is no CJ/T 188 address: up to 14 digits, its type ahead as in 10:00201809230001"),
        _ => Model?.Groups.Values.SelectMany(group => group).OfType<Question.Modbus>().MinBy(question => question.WireBytes)
            ?? new Question.Modbus(ModbusTable.Holding, 0, 1) { Items = [] },
    };

    /// <summary>How it is talked to; exit code 2 when address or line do not fit the protocol.</summary>
    internal IDialog Dialog()
    {
        try
        {
            return Dialogs.For(Protocol, Address, Line);
        }
        catch (Exception e) when (e is FormatException or NotSupportedException)
        {
            throw new VerbFailedException(ExitCode.Usage, e.Message);
        }
    }

    /// <summary>A meter by its line and address; exit code 2 or 3 with a sentence when model or protocol make no sense.</summary>
    internal static ReadSubject On(LineUri line, string folder, string? model, string? protocol, string address)
    {
        var known = model is null ? null : ModelOf(model, folder);
        return new(ProtocolName.Framed(line, protocol), known?.Protocol ?? ProtocolName.Parse(protocol), address, known);
    }

    /// <summary>The questions for the items typed; all current and momentary values of the model when none is.</summary>
    internal IReadOnlyList<Question> Questions(IReadOnlyList<string> items)
    {
        if (items.Count == 0)
        {
            if (Model is null) throw new VerbFailedException(ExitCode.Usage, "name the items to read, or give --model");
            return [.. Model.Groups.GetValueOrDefault("current") ?? [], .. Model.Groups.GetValueOrDefault("status") ?? []];
        }

        List<string> faults = [];
        List<Question> bits = [];
        List<string> others = [];
        foreach (var text in items)
        {
            if (Protocol == MeterProtocol.Modbus && BareQuestion.TryParseBits(text, out var question)) bits.Add(question!);
            else others.Add(text);
        }

        var questions = ItemAddresses.Resolve(others, Protocol, Model, text => BareQuestion.Of(text, Protocol, Address), faults);
        return faults.Count == 0 ? [.. questions, .. bits] : throw new VerbFailedException(ExitCode.Usage, string.Join(Environment.NewLine, faults));
    }

    /// <summary>A meter of the list; exit code 2 or 3 with a sentence when it is not there.</summary>
    internal static ReadSubject OfMeter(string number, string folder)
    {
        var setup = LineTarget.Load(folder).Setup;
        var meter = setup.Meters.FirstOrDefault(meter => meter.Id.Value == number) ?? throw new VerbFailedException(
            ExitCode.Usage, $"'{number}' is neither a line nor a meter of {folder}; with a line, --address says which meter");
        var line = setup.Lines.FirstOrDefault(line => line.Name == meter.Line) ?? throw new VerbFailedException(
            ExitCode.Usage, $"meter '{number}' is on no line: a gateway reports it, and it cannot be asked");
        var model = setup.Models[meter.Model];
        return new(line.Uri, model.Protocol, meter.Address, model) { Meter = meter, Zone = setup.Zone };
    }

    /// <summary>The model of a name; exit code 2 or 3 with a sentence when there is none.</summary>
    internal static MeterModel ModelOf(string name, string folder)
    {
        List<ModelFault> faults = [];
        var own = Path.Combine(folder, "models");
        var models = ModelFiles.Load(Directory.Exists(own) ? [ModelFiles.ShippedFolder, own] : [ModelFiles.ShippedFolder], faults);
        if (models.TryGetValue(name, out var model)) return model;
        var why = faults.Count == 0 ? $"there is no model '{name}'; amr model list names them" : string.Join(Environment.NewLine, faults);
        throw new VerbFailedException(faults.Count == 0 ? ExitCode.Usage : ExitCode.ConfigurationInvalid, why);
    }
}
