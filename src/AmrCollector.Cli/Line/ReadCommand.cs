using System.CommandLine;
using AmrCollector.Lines;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Cli.Line;

/// <summary>`amr read`: values of one meter, with unit and meaning.</summary>
public static class ReadCommand
{
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(1);
    private static readonly Argument<string[]> Items = new("ITEM") { Description = "OBIS code; identifier (00010000, 9010, 901F; load records 06000002); register (holding:200:u16, input:0:f32, holding:64:u32/CDAB, holding:80:textx8, coil:5, discrete:0x16); none: all the model offers", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<int> Attempts = new("--attempts") { Description = "Tries of each question", DefaultValueFactory = _ => 3 };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "read",
            "Reads values of one meter now.",
            "amr read serial:/dev/ttyUSB0?baud=2400 --model dlt645-2007-1p --address 000012345601",
            "amr read tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601 00010000 02010100",
            "amr read tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601 06000001 --from 2026-10-07T00:00 --records 96",
            "amr read modbus+tcp://10.0.3.9:502 --protocol modbus --address 1 input:0:f32 input:342:f32",
            "amr read 000012345601 --config config 1-0:1.8.0 --json")
        {
            Items, Attempts,
        };
        foreach (var option in RecordOptions.All) verb.Options.Add(option);
        SubjectOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var attempts = parsed.GetValue(Attempts);
        if (attempts is < 1 or > 10) throw new VerbFailedException(ExitCode.Usage, "--attempts is 1 to 10");
        var subject = await SubjectOptions.FindAsync(parsed, cancellationToken);
        var questions = RecordOptions.Apply(parsed, subject.Questions(parsed.GetValue(Items) ?? []));
        var (json, log) = (parsed.GetValue(Root.Json), parsed.InvocationConfiguration.Error);
        var sheet = new ReadSheet(parsed.InvocationConfiguration.Output, json);
        if (!json) Prose.Write(log, "asks", $"{subject.Shown}: {(questions.Count == 1 ? "1 question" : $"{questions.Count} questions")}; timeout {Duration.Show(subject.Timeout)}, {attempts} tries.");

        await using var line = LineObservation.Of(await LineAccess.OpenAsync(subject.Line, parsed, cancellationToken));
        MeterReading reading = new(line, subject, TimeProvider.System);
        try
        {
            await using (new LiveLine(log, () => $"{line.Requests} requests sent, {line.BytesHeard} bytes heard", Redraw, TimeProvider.System))
                await reading.RunAsync(questions, attempts, sheet, cancellationToken);
        }
        catch (LineLostException lost)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }

        var code = sheet.Finish();
        Prose.Write(log, Advice.For(reading.Symptoms(sheet)));
        return code;
    }
}
