using System.CommandLine;
using System.Globalization;
using AmrCollector.Cli.Line;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>`amr replay`: a capture once more: the conversation, or with --json the readings in it, the same on every machine.</summary>
public static class ReplayCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "A capture; - reads standard input" };
    private static readonly Option<string?> Model = new("--model") { Description = "Model of the meters; left out: the protocol's own dictionary", HelpName = "M" };
    private static readonly Option<int> Speed = new("--speed") { Description = "0: at once; 1: as it happened", DefaultValueFactory = _ => 0, HelpName = "0|1" };

    /// <summary>The verb; <paramref name="input"/> stands in for standard input.</summary>
    public static Command Create(TextReader? input = null)
    {
        Verb verb = new(
            "replay",
            "Plays a capture: the conversation, or with --json its readings, one line each, the same on every machine.",
            "amr replay riser.capture",
            "amr replay riser.capture --model dlt645-2007-1p --json")
        {
            File, Model, Speed, LineTarget.Config,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(parsed, input ?? Console.In, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextReader input, CancellationToken cancellationToken)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // whoever hosts the verb: the readings are the same
        var speed = parsed.GetValue(Speed);
        if (speed is not (0 or 1)) throw new VerbFailedException(ExitCode.Usage, "--speed is 0 or 1");
        var model = parsed.GetValue(Model) is { } name ? ReadSubject.ModelOf(name, parsed.GetValue(LineTarget.Config)!) : null;
        var (output, json, path) = (parsed.InvocationConfiguration.Output, parsed.GetValue(Root.Json), parsed.GetValue(File)!);
        HeardValues values = new(model);
        WatchText text = new(output, values);
        WatchTally tally = new();
        Overhearing overhearing = new(IsMbap(path), heard =>
        {
            tally.Note(heard);
            if (!json) text.Write(heard);
            else foreach (var value in values.Of(heard)) output.WriteJson(ReadingJson.Of(value));
        });
        using var file = path == "-" ? input : Open(path);
        TrafficPiece? last = null;
        await foreach (var piece in TrafficSource.OfTextAsync(file, path, cancellationToken))
        {
            if (speed == 1 && last is not null && piece.Nanoseconds > last.Nanoseconds)
                await Task.Delay(TimeSpan.FromTicks((piece.Nanoseconds - last.Nanoseconds) / 100), TimeProvider.System, cancellationToken);
            overhearing.Add(last = piece);
        }

        overhearing.Flush();
        return tally.Finish(json ? TextWriter.Null : parsed.InvocationConfiguration.Error, null);
    }

    // The head of the capture says what was listened to.
    private static bool IsMbap(string path)
    {
        if (path == "-" || !System.IO.File.Exists(path)) return false;
        using var file = new StreamReader(path);
        return file.ReadLine()?.Contains("modbus+tcp:", StringComparison.Ordinal) == true;
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"{path} cannot be read: {e.Message}");
        }
    }
}
