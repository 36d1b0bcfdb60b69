using System.CommandLine;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Line;

/// <summary>`amr read`: values of one meter, with unit and meaning.</summary>
public static class ReadCommand
{
    private static readonly Argument<string[]> Items = new("ITEM") { Description = "OBIS code, DL/T 645 identifier, or register such as holding:200:u16; none: all the model offers", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<int> Attempts = new("--attempts") { Description = "Tries of each question", DefaultValueFactory = _ => 3 };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "read",
            "Reads values of one meter now.",
            "amr read serial:/dev/ttyUSB0?baud=2400 --model dlt645-2007-1p --address 000012345601",
            "amr read tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601 00010000 02010100",
            "amr read modbus+tcp://10.0.3.9:502 --protocol modbus --address 1 input:0:f32 input:342:f32",
            "amr read 000012345601 --config config 1-0:1.8.0 --json")
        {
            Items, Attempts,
        };
        SubjectOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var attempts = parsed.GetValue(Attempts);
        if (attempts is < 1 or > 10) throw new VerbFailedException(ExitCode.Usage, "--attempts is 1 to 10");
        var subject = SubjectOptions.Find(parsed);
        var questions = subject.Questions(parsed.GetValue(Items) ?? []);
        var sheet = new ReadSheet(parsed.InvocationConfiguration.Output, parsed.GetValue(Root.Json));

        await using var line = await LineAccess.OpenAsync(subject.Line, parsed, cancellationToken);
        try
        {
            await new MeterReading(line, subject, TimeProvider.System).RunAsync(questions, attempts, sheet, cancellationToken);
        }
        catch (LineLostException lost)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }

        return sheet.Finish();
    }
}
