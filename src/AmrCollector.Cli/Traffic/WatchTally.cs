using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>What was overheard in all, what that means, and what to try next.</summary>
internal sealed class WatchTally
{
    private readonly Dictionary<UtteranceKind, int> _counts = [];
    private long _noise;
    private int _unanswered;
    private bool _waits;

    internal void Note(Utterance heard)
    {
        _counts[heard.Kind] = _counts.GetValueOrDefault(heard.Kind) + 1;
        if (heard.Kind == UtteranceKind.Noise) _noise += heard.Frame.Bytes.Length;
        if (heard.Kind == UtteranceKind.Request)
        {
            if (_waits) _unanswered++;
            _waits = true;
        }
        else if (heard.Kind is UtteranceKind.Reply or UtteranceKind.Refusal)
        {
            _waits = false;
        }
    }

    /// <summary>Writes it; exit code 0 when frames were heard, 5 when only noise was, 4 when nothing.</summary>
    internal int Finish(TextWriter log, LineUri? line)
    {
        var (asked, replied, refused) = (Of(UtteranceKind.Request), Of(UtteranceKind.Reply), Of(UtteranceKind.Refusal));
        Prose.Write(log, "came", $"{asked} requests, {replied} replies, {refused} refusals, {_noise} bytes of noise; {_unanswered} requests without a reply.");
        if (asked + replied + refused > 0)
        {
            if (asked == 0) Prose.Write(log, "means", "Only meters are heard, no master: fine behind a service; on a bare wire the master's side is not connected here.");
            else if (replied + refused == 0) Prose.Write(log, "means", "A master asks and nobody answers: wrong address, wrong speed of the meters, or A and B swapped at the meters.");
            return ExitCode.Ok;
        }

        if (_noise == 0)
        {
            Prose.Write(log, [new Advice("Nobody talked.", "Listening does not ask anybody: let the master ask, or ask yourself: amr ping, amr scan. If a master does ask: swap A and B here.")]);
            return ExitCode.NoAnswer;
        }

        var speed = line?.Kind == LineKind.Serial ? $" (listening at {line.Baud} {line.Format})" : "";
        Prose.Write(log, [new Advice("Bytes come, but never a frame: most likely the wrong speed or parity.", $"Listen at another speed{speed}: ?baud=9600&format=8N1 and so on behind the port.")]);
        return ExitCode.BadFrame;
    }

    private int Of(UtteranceKind kind) => _counts.GetValueOrDefault(kind);
}
