using AmrCollector.Models;

namespace AmrCollector.Polling.Diagnosis;

/// <summary>
/// Asks one meter the same question again and again. A reply that is late is waited for beyond the timeout, so that it is known how
/// late it was; a meter that has been silent three times is not. One owner.
/// </summary>
/// <param name="line">The line.</param>
/// <param name="dialog">How the meter is talked to.</param>
/// <param name="question">What it is asked.</param>
/// <param name="timeout">Longest wait for the reply to begin.</param>
/// <param name="time">The line's clock.</param>
public sealed class Pinger(ObservedLine line, IDialog dialog, Question question, TimeSpan timeout, TimeProvider time)
{
    private const int SilencesHeardOut = 3;
    private const byte GatewayPath = 0x0A;
    private const byte GatewayTarget = 0x0B;

    private static readonly TimeSpan AssumedCharacter = TimeSpan.FromSeconds(11.0 / 2400);
    private static readonly TimeSpan LeastAfterwards = TimeSpan.FromSeconds(2);

    private readonly byte[] _request = new byte[300];
    private readonly byte[] _buffer = new byte[640];
    private int _silences;

    /// <summary>Asks once.</summary>
    /// <exception cref="Lines.LineLostException">The line is gone.</exception>
    public async ValueTask<Ping> AskAsync(CancellationToken cancellationToken)
    {
        var length = dialog.Ask(question, _request);
        var due = ((line.Uri.CharacterTime ?? AssumedCharacter) * dialog.ReplyLength(question)) + timeout;
        var afterwards = timeout > LeastAfterwards ? timeout : LeastAfterwards;
        var patience = _silences < SilencesHeardOut ? due + afterwards : due;
        var heard = await Exchange.RunAsync(line, _request.AsMemory(0, length), dialog.Matcher, _buffer, time, patience, cancellationToken);
        var noise = heard.Noise + (int)Math.Min(line.CharacterErrorsSinceSent, 1_000_000);
        _silences = heard.IsReply || heard.Foreign + noise > 0 ? 0 : _silences + 1;
        return heard.IsReply ? OfReply(dialog.Read(_buffer.AsSpan(0, heard.Length)), noise, due) : OfNone(heard, noise);
    }

    private Ping OfReply(DialogReply reply, int noise, TimeSpan due)
    {
        var outcome = reply.Code is GatewayPath or GatewayTarget && reply.Kind == DialogReplyKind.NotNow ? PingOutcome.Exception
            : line.LastByte > due ? PingOutcome.Late
            : PingOutcome.Answered;
        return new(outcome, line.FirstByte, line.LastByte, reply.Code, reply.Meaning, noise, line.IsEchoed);
    }

    private Ping OfNone(Heard heard, int noise)
    {
        var foreign = heard.Foreign - (line.IsEchoed ? 1 : 0);
        var bare = line.Heard[(line.IsEchoed ? line.Sent.Length : 0)..];
        var outcome = foreign > 0 ? PingOutcome.Foreign
            : GarbledFrame.IsLikely(bare, line.Sent) ? PingOutcome.Checksum
            : noise > 0 && (!bare.IsEmpty || line.CharacterErrorsSinceSent > 0) ? PingOutcome.Noise
            : PingOutcome.Silent;
        return new(outcome, null, null, 0, "", noise, line.IsEchoed);
    }
}
