using System.CommandLine;

namespace AmrCollector.Cli.Line;

/// <summary>How verbs that talk to one meter are told which: the same words for each.</summary>
internal static class SubjectOptions
{
    private static readonly Argument<string> Target = new("LINE|METER") { Description = "A line URI, a configured line, or a meter of the list" };
    private static readonly Option<string?> Model = new("--model") { Description = "Model of the meter; amr model list names them", HelpName = "M" };
    private static readonly Option<string?> Protocol = new("--protocol") { Description = $"Where no model is known: {ProtocolName.Choice}", HelpName = "P" };
    private static readonly Option<string?> Address = new("--address") { Description = "Twelve digits, or a Modbus unit; amr scan finds it", HelpName = "A" };

    /// <summary>Adds them to a verb, the target as its first argument.</summary>
    internal static void AddTo(Command verb)
    {
        verb.Arguments.Insert(0, Target);
        foreach (var option in (Option[])[Model, Protocol, Address, .. LineAccess.Options]) verb.Options.Add(option);
    }

    /// <summary>The meter they name; exit code 2 or 3 with a sentence when it cannot be found.</summary>
    internal static async Task<ReadSubject> FindAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (target, folder, address) = (parsed.GetValue(Target)!, parsed.GetValue(LineTarget.Config)!, parsed.GetValue(Address));
        if (address is null && !LineTarget.IsUri(target)) return ReadSubject.OfMeter(target, folder);
        if (address is null) throw new VerbFailedException(ExitCode.Usage, "--address is missing: twelve digits, or a Modbus unit; amr scan finds it");
        var line = await LineAccess.FindAsync(target, parsed, cancellationToken);
        return ReadSubject.On(line, folder, parsed.GetValue(Model), parsed.GetValue(Protocol), address);
    }
}
