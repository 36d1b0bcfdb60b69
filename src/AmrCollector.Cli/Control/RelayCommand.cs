using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Polling.Commands;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Control;

/// <summary>`amr relay`: where a meter's relay stands; trips it, permits closing, closes it.</summary>
public static class RelayCommand
{
    private const string StatusWord = "status";

    private static readonly Dictionary<string, ControlAction> Actions = new()
    {
        ["trip"] = ControlAction.Trip,
        ["permit"] = ControlAction.PermitClose,
        ["close"] = ControlAction.Close,
    };

    private static readonly Argument<string> Action = new("ACTION") { Description = "trip: switch off; permit: a person may close it by the button; close: switch on; status: only look", HelpName = "trip|permit|close|status" };
    private static readonly Option<string?> Valid = new("--valid") { Description = "After so long by its own clock the meter refuses the command; 1h when left out", HelpName = "TIME" };

    /// <summary>The verb.</summary>
    public static System.CommandLine.Command Create()
    {
        Verb verb = new(
            "relay",
            "Where a meter's relay stands; trips it, permits closing, closes it: shown first, asked for, read back.",
            "amr relay tcp://10.0.3.7:4001 status --protocol dlt645-2007 --address 000012345601",
            "amr relay 000012345601 trip --config config --secret meter.secret",
            "amr relay 000012345601 permit --config config --secret meter.secret --yes --json")
        {
            Action, Valid,
        };
        SubjectOptions.AddTo(verb);
        ControlOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (subject, streams, json, word) = (await SubjectOptions.FindAsync(parsed, cancellationToken), parsed.InvocationConfiguration, parsed.GetValue(Root.Json), parsed.GetValue(Action)!);
        if (word != StatusWord && !Actions.ContainsKey(word)) throw new VerbFailedException(ExitCode.Usage, $"'{word}' is not trip, permit, close or status");
        var isStatus = word == StatusWord;
        if (!isStatus) ControlOptions.Require(Permission.Relay, subject, parsed);
        var authority = isStatus ? default : ControlOptions.Authority(parsed);
        var validFor = ValidFor(parsed);
        if (!json && isStatus) Prose.Write(streams.Error, "asks", $"{subject.Shown} for its relay; timeout {Duration.Show(subject.Timeout)}.");
        await using var run = await ControlRun.OpenAsync(subject, parsed, cancellationToken);
        AmrCollector.Polling.Commands.Command command;
        try
        {
            command = isStatus ? RelayCommands.Status(run.Target) : RelayCommands.Control(run.Target, authority, Actions[word], validFor);
        }
        catch (Exception e) when (e is FormatException or NotSupportedException)
        {
            throw new VerbFailedException(ExitCode.Usage, e.Message);
        }

        if (!isStatus)
        {
            // A command carries the moment until which it is valid, and the meter judges that by its own clock.
            var read = await run.RunAsync(ClockCommands.Read(run.Target), cancellationToken);
            if (ClockCommands.OffsetOf(read.ReadBack, run.WallClock) is not { } clock) return run.Tell(read, streams, json);
            run.GoBy(clock);
            run.Show(command, streams.Error);
            ControlOptions.Confirm(parsed);
        }

        return run.Tell(await run.RunAsync(command, cancellationToken), streams, json);
    }

    private static TimeSpan ValidFor(ParseResult parsed)
    {
        if (parsed.GetValue(Valid) is not { } text) return RelayCommands.UsualValidity;
        return Duration.TryParse(text, out var time) && time >= TimeSpan.FromMinutes(1) ? time : throw new VerbFailedException(ExitCode.Usage, $"--valid {text} is no time of a minute or more, such as 1h");
    }
}
