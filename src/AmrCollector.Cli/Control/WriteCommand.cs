using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling.Commands;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Control;

/// <summary>`amr write`: writes one parameter of a DL/T 645 meter and reads it back.</summary>
public static class WriteCommand
{
    private const int MostBytes = 180;

    private static readonly Argument<string> Id = new("ID") { Description = "Identifier, such as 04001003; four digits in 1997" };
    private static readonly Argument<string> Value = new("HEX") { Description = "The new content in hexadecimal, high byte first as amr decode and amr read show it" };

    /// <summary>The verb.</summary>
    public static System.CommandLine.Command Create()
    {
        Verb verb = new(
            "write",
            "Writes one parameter of a meter: shown first with its meaning, asked for, read back.",
            "amr write 000012345601 04001003 00010000 --config config --secret meter.secret",
            "amr write tcp://10.0.3.7:4001 04001401 0005 --protocol dlt645-2007 --address 000012345601 --secret meter.secret --allow parameter --yes")
        {
            Id, Value,
        };
        SubjectOptions.AddTo(verb);
        ControlOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (subject, streams, json) = (await SubjectOptions.FindAsync(parsed, cancellationToken), parsed.InvocationConfiguration, parsed.GetValue(Root.Json));
        var (id, plain) = Words(subject, parsed);
        var command = Made(() => ParameterCommands.Write(new(subject.Protocol, subject.Address, subject.Line.Kind), ControlOptions.Authority(parsed), id, plain));
        if (command.Permission != Permission.Parameter) throw new VerbFailedException(ExitCode.Usage, $"{parsed.GetValue(Id)} is the meter's clock: amr clock --set puts it right");
        ControlOptions.Require(command.Permission, subject, parsed);
        await using var run = await ControlRun.OpenAsync(subject, parsed, cancellationToken);
        run.Show(command, streams.Error);
        foreach (var meaning in Meanings(subject, id, plain)) Prose.Write(streams.Error, "means", meaning);
        ControlOptions.Confirm(parsed);
        return run.Tell(await run.RunAsync(command, cancellationToken), streams, json);
    }

    private static (DataId Id, byte[] Plain) Words(ReadSubject subject, ParseResult parsed)
    {
        var (text, hex) = (parsed.GetValue(Id)!, parsed.GetValue(Value)!.Replace(" ", "", StringComparison.Ordinal));
        var is1997 = subject.Protocol == MeterProtocol.Dlt645V1997;
        if (!DataId.TryParse(is1997 ? $"0000{text}" : text, out var id)) throw new VerbFailedException(ExitCode.Usage, $"'{text}' is no identifier of {(is1997 ? "four" : "eight")} hexadecimal digits");
        if (hex.Length is 0 or > MostBytes * 2 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            throw new VerbFailedException(ExitCode.Usage, $"'{hex}' is no content: hexadecimal, two digits a byte, 1 to {MostBytes} bytes");
        var plain = Convert.FromHexString(hex);
        Array.Reverse(plain);
        return (id, plain);
    }

    private static IEnumerable<string> Meanings(ReadSubject subject, DataId id, byte[] plain)
    {
        var edition = subject.Protocol == MeterProtocol.Dlt645V1997 ? Dlt645Edition.V1997 : Dlt645Edition.V2007;
        if (DataDictionary.Of(edition).Find(id) is not { } entry) return ["nothing the dictionary knows: compare with the maker's list"];
        return DataReader.Read(entry, plain).Select(value => $"{value.Field.Name}: {value.Value ?? "no value"} {value.Field.Unit}{(value.Note is null ? "" : $" ({value.Note})")}".TrimEnd());
    }

    private static AmrCollector.Polling.Commands.Command Made(Func<AmrCollector.Polling.Commands.Command> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is FormatException or NotSupportedException)
        {
            throw new VerbFailedException(ExitCode.Usage, e.Message);
        }
    }
}
