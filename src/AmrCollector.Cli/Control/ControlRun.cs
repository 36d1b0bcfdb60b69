using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Polling.Commands;
using AmrCollector.Polling.Diagnosis;
using NodaTime;

namespace AmrCollector.Cli.Control;

/// <summary>Carries commands out on the line of one meter and tells what came of them.</summary>
internal sealed class ControlRun : IAsyncDisposable
{
    private readonly ReadSubject _subject;
    private readonly ObservedLine _line;
    private readonly CommandRun _run;
    private readonly ServiceLine? _served;
    private readonly string? _why;
    private TimeSpan _shift;

    private ControlRun(ReadSubject subject, ILine line, string? why, TimeProvider time)
    {
        (_subject, _line, _served, _why) = (subject, LineObservation.Of(line), line as ServiceLine, why);
        _run = new(new Questioner(_line, time), time, WallClock);
    }

    /// <summary>The meter, as commands name it.</summary>
    internal CommandTarget Target => new(_subject.Protocol, _subject.Address, _subject.Line.Kind);

    /// <summary>Opens the meter's line, through the service where it owns it.</summary>
    internal static async Task<ControlRun> OpenAsync(ReadSubject subject, ParseResult parsed, CancellationToken cancellationToken) =>
        new(subject, await LineAccess.OpenAsync(subject.Line, parsed, cancellationToken), ControlOptions.Reason(parsed), TimeProvider.System);

    /// <summary>From now on times are the meter's own, so far off: a command that is valid until then is judged by its clock.</summary>
    internal void GoBy(ClockOffset clock) => _shift = clock.Offset;

    /// <summary>What the meter's clock should show then: by its column clock and the site's zone, else the standard time of this machine's zone.</summary>
    internal DateTime WallClock(DateTimeOffset instant) =>
        MeterTime.ToWallClock(instant, _subject.Meter?.Clock ?? MeterClock.Standard, _subject.Zone ?? DateTimeZoneProviders.Tzdb.GetSystemDefault()) + _shift;

    /// <summary>Sends, reads back and judges; exit code 6 when the line is lost.</summary>
    internal async Task<CommandOutcome> RunAsync(AmrCollector.Polling.Commands.Command command, CancellationToken cancellationToken)
    {
        if (_served is not null) _served.Why = _why ?? command.Title;
        try
        {
            return await _run.RunAsync(command, _subject.Timeout, cancellationToken);
        }
        catch (LineLostException lost)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}; whether the command was carried out is not known: read it back");
        }
    }

    /// <summary>Shows what will be sent, secrets blanked, and what to know before.</summary>
    internal void Show(AmrCollector.Polling.Commands.Command command, TextWriter log, string? warning = null)
    {
        Prose.Write(log, "will", $"{command.Title} on {_subject.Line.Text}:");
        foreach (var step in command.Steps)
        {
            Prose.Write(log, "sends", step.Says);
            Prose.Write(log, "", step.ShownAt(WallClock(TimeProvider.System.GetUtcNow())));
        }

        foreach (var known in command.Warnings) Prose.Write(log, "mind", known, "mind", Terminal.Yellow);
        if (warning is not null) Prose.Write(log, "mind", warning, "mind", Terminal.Yellow);
    }

    /// <summary>Tells the outcome; the exit code: 0 done, 1 not done, 4 cannot tell.</summary>
    internal int Tell(CommandOutcome outcome, InvocationConfiguration streams, bool json)
    {
        foreach (var sent in outcome.Sent) Prose.Write(streams.Error, "sent", sent);
        var (word, colour, code) = outcome.Verdict switch
        {
            CommandVerdict.Done when outcome.Sent.Count == 0 => ("shows", Terminal.Green, ExitCode.Ok),
            CommandVerdict.Done => ("done", Terminal.Green, ExitCode.Ok),
            CommandVerdict.NotDone => ("not done", Terminal.Red, ExitCode.Failed),
            _ => ("cannot tell", Terminal.Yellow, ExitCode.NoAnswer),
        };
        if (json) streams.Output.WriteJson(new { line = _subject.Line.Text, address = _subject.Address, verdict = outcome.Verdict, why = outcome.Judgement.Sentence, sent = outcome.Sent });
        else Prose.Write(streams.Output, outcome.Sent.Count == 0 && outcome.Verdict == CommandVerdict.Done ? word : $"{word}: ", outcome.Judgement.Sentence, word, colour);
        if (outcome.Verdict == CommandVerdict.CannotTell) Prose.Write(streams.Error, Advice.For(Symptoms));
        return code;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private Symptoms Symptoms => new()
    {
        Line = _subject.Line,
        Protocol = _subject.Protocol,
        Timeout = _subject.Timeout,
        Asked = _line.Requests,
        Silent = _line.Silences,
        Noisy = _line.Requests - _line.Silences,
        Echoes = _line.Echoes,
        CharacterErrors = _line.CharacterErrors,
        Answered = _line.Silences < _line.Requests ? 1 : 0,
    };
}
