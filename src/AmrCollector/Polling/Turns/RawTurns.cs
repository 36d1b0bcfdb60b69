using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol;

namespace AmrCollector.Polling.Turns;

/// <summary>
/// Runs raw turns on a line between the plans' questions. Neither may get the other's late reply: a request waits until
/// an unanswered one of the other side, whose reply it could take for its own, can no longer be answered. One owner.
/// </summary>
internal sealed class RawTurns(ILine line, TimeProvider time)
{
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromSeconds(10);

    private readonly byte[] _scratch = new byte[520];
    private readonly UnansweredRequests _turns = new(line.Uri.Kind == LineKind.ModbusTcp);
    private readonly UnansweredRequests _questions = new(line.Uri.Kind == LineKind.ModbusTcp);
    private readonly long _start = time.GetTimestamp();

    private TimeSpan Uptime => time.GetElapsedTime(_start);

    /// <summary>The line was reopened: nothing of before can come any more.</summary>
    internal void Reopened()
    {
        _turns.Clear();
        _questions.Clear();
    }

    /// <summary>A plan's question got no answer.</summary>
    internal void Missed(IDialog dialog, Question question, TimeSpan replyTimeout) =>
        _questions.Add(_scratch.AsSpan(0, dialog.Ask(question, _scratch)), Uptime + (2 * replyTimeout));

    /// <summary>Waits until no raw turn's late reply can be taken for the answer to <paramref name="question"/>.</summary>
    internal ValueTask HearOutAsync(IDialog dialog, Question question, CancellationToken cancellationToken) =>
        _turns.IsEmpty ? default : QuietAsync(_turns, _scratch.AsMemory(0, dialog.Ask(question, _scratch)), cancellationToken);

    /// <summary>Sends and listens as <paramref name="turn"/> says; a line set to other settings has its own again afterwards.</summary>
    /// <exception cref="LineLostException">The line is gone.</exception>
    /// <exception cref="NotSupportedException">The line has no settings of its own, or its port does not do these.</exception>
    internal async ValueTask<TurnOutcome> RunAsync(RawTurn turn, CancellationToken cancellationToken)
    {
        await QuietAsync(_questions, turn.Request, cancellationToken);
        var began = time.GetTimestamp();
        if (turn.Settings is null) return await RunAsync(turn, began, cancellationToken);
        await SetAsync(turn.Settings, cancellationToken);
        try
        {
            return await RunAsync(turn, began, cancellationToken);
        }
        finally
        {
            if (line.IsOpen) await line.ApplyAsync(new LineSettings(), CancellationToken.None);
        }
    }

    private async ValueTask SetAsync(LineSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await line.ApplyAsync(settings, cancellationToken);
        }
        catch (LineUnavailableException e)
        {
            throw new NotSupportedException(e.Message, e);
        }
    }

    private async ValueTask QuietAsync(UnansweredRequests unanswered, ReadOnlyMemory<byte> next, CancellationToken cancellationToken)
    {
        var wait = unanswered.QuietUntil(next.Span, Uptime) - Uptime;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }

    private async ValueTask<TurnOutcome> RunAsync(RawTurn turn, long began, CancellationToken cancellationToken)
    {
        var errors = line.CharacterErrors;
        await line.DrainAsync(cancellationToken);
        await line.SendAsync(turn.Request, cancellationToken);
        var (sent, sentAt) = (time.GetTimestamp(), time.GetUtcNow());
        var (chunks, replied) = await ListenAsync(turn, sent, cancellationToken);
        if (!replied) _turns.Add(turn.Request.Span, Uptime + (2 * turn.Window > LongestDoubt ? LongestDoubt : 2 * turn.Window));
        return new()
        {
            Chunks = chunks,
            Replied = replied,
            SentAt = sentAt,
            Listened = time.GetElapsedTime(sent),
            Took = time.GetElapsedTime(began),
            CharacterErrors = line.CharacterErrors - errors,
        };
    }

    private async ValueTask<(IReadOnlyList<TurnChunk> Chunks, bool Replied)> ListenAsync(RawTurn turn, long sent, CancellationToken cancellationToken)
    {
        var deadline = sent + (long)(turn.Window.TotalSeconds * time.TimestampFrequency);
        var (heard, scanned) = (new byte[RawTurn.MostHeard], new byte[RawTurn.MostHeard]);
        var (filled, front, replied) = (0, default(Front), false);
        var matcher = ReplyMatchers.For(turn.Request.Span, line.Uri.Kind == LineKind.ModbusTcp);
        List<TurnChunk> chunks = [];
        while (filled < heard.Length && !(replied && turn.UntilReply))
        {
            var read = await line.ReceiveAsync(heard.AsMemory(filled), deadline, cancellationToken);
            if (read == 0) break;
            chunks.Add(new(time.GetElapsedTime(sent), heard.AsMemory(filled, read)));
            heard.AsSpan(filled, read).CopyTo(scanned.AsSpan(front.Filled));
            (filled, front.Filled) = (filled + read, front.Filled + read);
            replied = replied || (matcher is not null && front.Advance(scanned, matcher));
        }

        return (chunks, replied || (matcher is not null && front.AdvanceAtDeadline(scanned, matcher)));
    }
}
