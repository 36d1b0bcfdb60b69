using AmrCollector.Cli.Line;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Cli.Ping;

/// <summary>Pings one meter; when some requests are lost and others not, tries whether a pause before each helps.</summary>
internal sealed class PingSeries(ObservedLine line, ReadSubject subject, TimeProvider time)
{
    private const int PausedPings = 10;
    private const int LostShare = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Pinger _pinger = new(line, subject.Dialog(), subject.Probe(), subject.Timeout, time);
    private TimeSpan? _helpfulPause;

    internal PingTally Tally { get; } = new();

    /// <summary>What was seen so far.</summary>
    internal Symptoms Symptoms => new()
    {
        Line = subject.Line,
        Protocol = subject.Protocol,
        Timeout = subject.Timeout,
        Asked = Tally.Asked,
        Answered = Tally.Answered,
        Silent = Tally.Of(PingOutcome.Silent),
        Noisy = Tally.Of(PingOutcome.Noise),
        Garbled = Tally.Of(PingOutcome.Checksum),
        AnsweredAmongNoise = Tally.AnsweredAmongNoise,
        Foreign = Tally.Of(PingOutcome.Foreign),
        Late = Tally.Of(PingOutcome.Late),
        Echoes = Tally.Echoes,
        CharacterErrors = line.CharacterErrors,
        GatewayCode = Tally.Of(PingOutcome.Exception) > 0 && Tally.Refusals.Count > 0 ? Tally.Refusals.Keys.Max() : (byte)0,
        FirstByte = Tally.FirstByte,
        HelpfulPause = _helpfulPause,
    };

    internal async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++) Tally.Add(await _pinger.AskAsync(cancellationToken));
        var silent = Tally.Of(PingOutcome.Silent);
        if (Tally.Answered > 0 && silent * LostShare > count) await TryPauseAsync(cancellationToken);
    }

    private async Task TryPauseAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < PausedPings; i++)
        {
            await Task.Delay(Pause, time, cancellationToken);
            if ((await _pinger.AskAsync(cancellationToken)).Outcome != PingOutcome.Answered) return;
        }

        _helpfulPause = Pause;
    }
}
