using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>`amr watch`: who talks on a line, and what they say; sends nothing.</summary>
public static class WatchCommand
{
    private static readonly Argument<string> Target = new("LINE") { Description = "A line URI, or a configured line" };
    private static readonly Option<string?> Filter = new("--filter") { Description = "Only what names this address, control byte, or text", HelpName = "ADDRESS|CONTROL|TEXT" };
    private static readonly Option<string?> Model = new("--model") { Description = "Model of the meters; amr model list names them", HelpName = "M" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "watch",
            "Listens to a line without talking: both sides, decoded as it flows.",
            "amr watch serial:/dev/ttyUSB0?baud=2400",
            "amr watch riser-1 --config config --filter 000012345601",
            "amr watch tcp://10.0.3.7:4001 --for 60s --json")
        {
            Target, Filter, Model, TrafficLimit.For,
        };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (json, streams, filter) = (parsed.GetValue(Root.Json), parsed.InvocationConfiguration, parsed.GetValue(Filter));
        var model = parsed.GetValue(Model) is { } name ? ReadSubject.ModelOf(name, parsed.GetValue(LineTarget.Config)!) : null;
        await using var ear = await Ear.OpenAsync(parsed.GetValue(Target)!, parsed, cancellationToken);
        if (!json) Prose.Write(streams.Error, "hears", $"{ear.Shown}; sends nothing; times are UTC. Ctrl-C ends.");
        WatchText text = new(streams.Output, new HeardValues(model));
        WatchTally tally = new();
        Overhearing overhearing = new(ear.Line.Kind == LineKind.ModbusTcp, heard =>
        {
            tally.Note(heard);
            if (filter is not null && !Passes(heard, filter)) return;
            if (json) streams.Output.WriteJson(WatchJson.Of(heard));
            else text.Write(heard);
            streams.Output.Flush();
        });
        try
        {
            await ear.HearAsync(overhearing.Add, TrafficLimit.Of(parsed), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            overhearing.Flush();
            tally.Finish(streams.Error, ear.Line);
            throw;
        }

        overhearing.Flush();
        return tally.Finish(streams.Error, ear.Line);
    }

    private static bool Passes(Utterance heard, string filter) =>
        string.Equals(heard.Decoded?.Control, filter, StringComparison.OrdinalIgnoreCase)
        || heard.Decoded?.Address?.EndsWith(filter, StringComparison.OrdinalIgnoreCase) == true
        || WatchText.Plain(heard).Contains(filter, StringComparison.OrdinalIgnoreCase);
}
