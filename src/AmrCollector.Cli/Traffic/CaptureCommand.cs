using System.CommandLine;
using System.Globalization;
using System.Text;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>`amr capture`: keeps what goes over a line, byte for byte with its times; sends nothing, keeps no password.</summary>
public static class CaptureCommand
{
    private const long Megabyte = 1_000_000;

    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);
    private static readonly Argument<string> Target = new("LINE") { Description = "A line URI, or a configured line" };
    private static readonly Option<string> File = new("-o", "--output") { Description = "File to write; it must not exist yet", Required = true, HelpName = "FILE" };
    private static readonly Option<string> Size = new("--size") { Description = "Ends when the file has so many megabytes", DefaultValueFactory = _ => "100", HelpName = "MB" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "capture",
            "Keeps what goes over a line, with times, for amr replay. Sends nothing; keeps no passwords.",
            "amr capture serial:/dev/ttyUSB0?baud=2400 -o riser.capture --for 10m",
            "amr capture tcp://10.0.3.7:4001 -o box.capture --for 60s --size 5")
        {
            Target, File, Size, TrafficLimit.For,
        };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!decimal.TryParse(parsed.GetValue(Size), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var megabytes) || megabytes is <= 0 or > 100_000)
            throw new VerbFailedException(ExitCode.Usage, "--size is a number of megabytes, such as 100");
        var (limit, log) = (TrafficLimit.Of(parsed), parsed.InvocationConfiguration.Error);
        await using var ear = await Ear.OpenAsync(parsed.GetValue(Target)!, parsed, cancellationToken);
        var path = parsed.GetValue(File)!;
        await using var file = Create(path);
        using var full = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CaptureFile capture = new(file, ear.Line.Kind == LineKind.ModbusTcp, (long)(megabytes * Megabyte), full.Cancel);
        capture.Begin(ear.Line.Text, TimeProvider.System.GetUtcNow());
        Prose.Write(log, "hears", $"{ear.Shown} into {path}; sends nothing. Ends {Ends(limit, megabytes)}.");
        try
        {
            await using (new LiveLine(log, () => $"{capture.Pieces} pieces, {capture.Bytes} bytes heard", Redraw, TimeProvider.System))
                await ear.HearAsync(capture.Add, limit, full.Token);
        }
        catch (OperationCanceledException) when (full.IsCancellationRequested)
        {
            capture.End();
            Prose.Write(log, "came", $"{capture.Bytes} bytes in {capture.Pieces} pieces; look at them with amr replay {path}");
            if (cancellationToken.IsCancellationRequested) throw;
            return ExitCode.Ok;
        }

        capture.End();
        Prose.Write(log, "came", $"{capture.Bytes} bytes in {capture.Pieces} pieces; look at them with amr replay {path}");
        return capture.Bytes > 0 ? ExitCode.Ok : ExitCode.NoAnswer;
    }

    private static string Ends(TimeSpan? limit, decimal megabytes) =>
        limit is { } time ? $"after {Duration.Show(time)}, at {megabytes} MB, or with Ctrl-C" : $"at {megabytes} MB or with Ctrl-C";

    private static StreamWriter Create(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"{path} cannot be written: {e.Message}");
        }
    }
}
