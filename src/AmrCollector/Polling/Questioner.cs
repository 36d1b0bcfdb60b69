using System.Runtime.InteropServices;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling;

/// <summary>
/// Asks questions on one open line, one at a time: retries, follow-up frames, and the rule that a reply heard among noise
/// counts only when a second one is equal (design.md §3). One owner.
/// </summary>
/// <param name="line">The line.</param>
/// <param name="time">The clock.</param>
/// <param name="name">The line's name, for what is counted.</param>
public sealed class Questioner(ILine line, TimeProvider time, string name = "")
{
    private const int MostParts = 255;

    /// <summary>How long after its deadline a reply may still come, in reply timeouts (dossier modbus.md §3: late replies).</summary>
    private const double LateBy = 2.5;

    private static readonly TimeSpan LongestRepeat = TimeSpan.FromMilliseconds(200);

    /// <summary>Preamble and frame of the longest confirmation: a password repeated.</summary>
    private const int LongestAnswerToCommand = 20;

    /// <summary>A transparent box says nothing of the speed behind it: 2400 baud, 11 bits is what DL/T 645 ships with.</summary>
    private static readonly TimeSpan AssumedCharacter = TimeSpan.FromSeconds(11.0 / 2400);

    private const string Command = "dlt645-command";

    private readonly byte[] _request = new byte[520];
    private readonly byte[] _buffer = new byte[1100];
    private readonly LateReplies _late = new();
    private readonly RecentReplies _recent = new();
    private readonly long _start = time.GetTimestamp();
    private long? _quietSince;

    /// <summary>What was counted.</summary>
    public LineCounters Counters { get; } = new(name);

    private TimeSpan Uptime => time.GetElapsedTime(_start);

    /// <summary>The line was reopened: no reply of before can come any more.</summary>
    public void Reopened()
    {
        _late.Clear();
        _recent.Clear();
    }

    /// <summary>Asks until an answer counts, the meter refuses, or <paramref name="attempts"/> tries were silent.</summary>
    /// <param name="dialog">How the meter is talked to.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="replyTimeout">Longest wait for the reply to begin once the request has left.</param>
    /// <param name="attempts">Tries, at least 1; a reply among noise adds one so that it can be confirmed.</param>
    /// <param name="cancellationToken">Gives up at once; the line must then be drained or reopened.</param>
    /// <param name="givesWay">Asked after a silent try: true ends the round early, with the tries it has left.</param>
    /// <param name="gap">Silence the meter needs ahead of each request, also of a retry and of what asks for the rest of a reply.</param>
    /// <param name="firstTimeout">A shorter wait of the first try, where another follows: a request that was lost is repeated soon.</param>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public async ValueTask<ExchangeOutcome> AskAsync(
        IDialog dialog, Question question, TimeSpan replyTimeout, int attempts, CancellationToken cancellationToken, Func<bool>? givesWay = null,
        TimeSpan gap = default, TimeSpan? firstTimeout = null)
    {
        await HearOutLateRepliesAsync(dialog, question, cancellationToken);
        var (noise, lineAnswered, repeatsCount, isMissing) = (0, false, false, false);
        ExchangeOutcome.Answered? doubted = null;
        var lastAnswered = false;
        var began = time.GetTimestamp();
        for (var left = attempts; left > 0; left--)
        {
            // Read again means the last data: only straight after an answer.
            var lastTry = time.GetTimestamp();
            var isConfirmed = doubted is not null && lastAnswered;
            var patience = left == attempts && left > 1 && doubted is null ? firstTimeout ?? replyTimeout : replyTimeout;
            var (outcome, noiseNow) = await AskOnceAsync(dialog, question, isConfirmed, repeatsCount, patience, gap, cancellationToken);
            noise += noiseNow;
            lastAnswered = outcome is ExchangeOutcome.Answered;
            if (outcome is null)
            {
                (repeatsCount, left) = (true, left + 1);
                await HearOutRepeatsAsync(replyTimeout, cancellationToken);
                continue;
            }

            if (outcome is ExchangeOutcome.Silent silent)
            {
                lineAnswered = silent.LineAnswered;
                // A reply that came garbled is not missing.
                isMissing |= noiseNow < dialog.ReplyLength(question) / 2;
                if (isMissing) _late.Add(dialog, question, Uptime + (LateBy * replyTimeout));
                if (left > 1 && doubted is null && givesWay?.Invoke() == true) return new ExchangeOutcome.Silent(noise) { LineAnswered = lineAnswered, TriesLeft = left - 1 };
                continue;
            }

            // It may have answered an earlier try: then this one's reply is still to come.
            if (isMissing) _late.Add(dialog, question, Uptime + (LateBy * replyTimeout));

            var isOver = noiseNow == 0 || outcome is not ExchangeOutcome.Answered;
            if (isOver || (doubted is not null && doubted.Data.Span.SequenceEqual(((ExchangeOutcome.Answered)outcome).Data.Span)))
            {
                Counters.NoteTries(time.GetElapsedTime(began, lastTry), time.GetElapsedTime(lastTry));
                return outcome;
            }

            if (doubted is null) left++;
            doubted = (ExchangeOutcome.Answered)outcome;
        }

        return new ExchangeOutcome.Silent(noise) { LineAnswered = lineAnswered };
    }

    /// <summary>Takes in whatever still comes of a reply that was sent twice.</summary>
    private async ValueTask HearOutRepeatsAsync(TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        var quiet = replyTimeout < LongestRepeat ? replyTimeout : LongestRepeat;
        var deadline = time.GetTimestamp() + (long)(quiet.TotalSeconds * time.TimestampFrequency);
        while (await line.ReceiveAsync(_buffer, deadline, cancellationToken) > 0 && time.GetTimestamp() < deadline) Counters.Foreign++;
        _quietSince = time.GetTimestamp();
    }

    /// <summary>
    /// Sends a frame of a command once: no retry, and a reply among noise is not confirmed by sending again. Returns the frame that
    /// <paramref name="matcher"/> called ours, empty when none came. With no matcher nobody answers, and only the frame's time is waited.
    /// </summary>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public async ValueTask<byte[]> TellAsync(
        ReadOnlyMemory<byte> request, IReplyMatcher? matcher, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        var patience = matcher is null ? WireTime(request.Length) : WireTime(request.Length + LongestAnswerToCommand) + replyTimeout;
        var began = time.GetTimestamp();
        var heard = await Exchange.RunAsync(line, request, matcher ?? Nobody.Instance, _buffer, time, patience, cancellationToken);
        Count(heard, time.GetElapsedTime(began));
        Counters.Requests.Add(Command, heard.IsReply ? RequestEnd.Ok : EndOf(heard));
        if (!heard.IsReply) return [];
        Counters.Answered++;
        return _buffer.AsSpan(0, heard.Length).ToArray();
    }

    /// <summary>Time of so many bytes on this wire; behind a transparent box 2400 baud is assumed.</summary>
    public TimeSpan WireTime(int bytes) => (line.Uri.CharacterTime ?? AssumedCharacter) * bytes;

    /// <summary>What an exchange takes beyond its bytes; where nobody knows their speed, all of it.</summary>
    private TimeSpan NoteTurnRound(Heard heard, int bytes)
    {
        var took = time.GetElapsedTime(heard.Sent) - ((line.Uri.CharacterTime ?? TimeSpan.Zero) * bytes);
        Counters.NoteTurnRound(took);
        return took;
    }

    private async ValueTask HearOutLateRepliesAsync(IDialog dialog, Question question, CancellationToken cancellationToken)
    {
        var wait = _late.QuietUntil(dialog, question, Uptime) - Uptime;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>The rest of the silence that the meter needs, counted from the last byte either side is known to have sent.</summary>
    private async ValueTask KeepDistanceAsync(TimeSpan gap, CancellationToken cancellationToken)
    {
        if (gap <= TimeSpan.Zero || _quietSince is not { } since) return;
        var rest = gap - time.GetElapsedTime(since);
        if (rest > TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, cancellationToken);
    }

    /// <summary>One try; null when what came was most likely an earlier reply once more.</summary>
    private async ValueTask<(ExchangeOutcome? Outcome, int Noise)> AskOnceAsync(
        IDialog dialog, Question question, bool isConfirmed, bool repeatsCount, TimeSpan replyTimeout, TimeSpan gap, CancellationToken cancellationToken)
    {
        var length = isConfirmed ? dialog.AskAgain(question, _request) : dialog.Ask(question, _request);
        List<byte>? requests = null, replies = null;
        var noise = 0;
        TimeSpan? turnRound = null;
        for (var part = 0; part < MostParts; part++)
        {
            var onTheWire = WireTime(length + dialog.ReplyLength(question));
            var whole = part == 0 && line.Uri is { Kind: LineKind.Serial, CharacterTime: { } character }
                ? WholeReply.On(character, dialog.FrameLength(question))
                : default;
            if (dialog.Pause > TimeSpan.Zero) whole = whole with { Pause = dialog.Pause };
            await KeepDistanceAsync(gap, cancellationToken);
            var (began, errors) = (time.GetTimestamp(), line.CharacterErrors);
            var heard = await Exchange.RunAsync(
                line, _request.AsMemory(0, length), dialog.Matcher, _buffer, time, onTheWire + replyTimeout, whole, cancellationToken);
            heard = heard with { Noise = heard.Noise + (int)Math.Min(line.CharacterErrors - errors, 1_000_000) };
            noise += heard.Noise;
            Count(heard, time.GetElapsedTime(began));
            var protocol = RequestCounts.ProtocolOf(dialog);
            if (!heard.IsReply) Counters.Requests.Add(protocol, EndOf(heard));
            if (!heard.IsReply) return (new ExchangeOutcome.Silent(noise), noise);
            if (part == 0 && noise == 0 && heard.Foreign == 0) turnRound = NoteTurnRound(heard, dialog.ReplyLength(question) + (line.SaysWhenSent ? 0 : length));

            if (part == 0 && _recent.IsRepeat(dialog, question, _request.AsSpan(0, length), _buffer.AsSpan(0, heard.Length), Uptime) && !repeatsCount)
            {
                Counters.Foreign++;
                Counters.Requests.Add(protocol, RequestEnd.Late);
                return (null, noise);
            }

            if (part == 0) _recent.Add(dialog, question, _request.AsSpan(0, length), _buffer.AsSpan(0, heard.Length), Uptime + (LateBy * replyTimeout));
            var reply = dialog.Read(_buffer.AsSpan(0, heard.Length));
            if (reply.Kind == DialogReplyKind.Refusal)
            {
                Counters.Refused++;
                Counters.Requests.Add(protocol, RequestEnd.Exception);
                return (new ExchangeOutcome.Refused(reply.Code, reply.Meaning), noise);
            }

            Counters.Answered++;
            Counters.Requests.Add(protocol, RequestEnd.Ok);
            if (reply.Kind == DialogReplyKind.NotNow) return (new ExchangeOutcome.Silent(noise) { LineAnswered = true }, noise);
            Keep(requests ??= [], _request.AsSpan(0, length));
            Keep(replies ??= [], _buffer.AsSpan(0, heard.Length));
            if (reply.Kind == DialogReplyKind.Data)
            {
                var evidence = new Evidence(requests.ToArray(), replies.ToArray());
                var now = time.GetUtcNow();
                var sentAt = now - time.GetElapsedTime(heard.Sent);
                return (new ExchangeOutcome.Answered(reply.Data, reply.From, evidence, sentAt, now) { TurnRound = turnRound }, noise);
            }

            length = dialog.AskMore(_request);
        }

        return (new ExchangeOutcome.Silent(noise), noise);
    }

    /// <summary>Evidence holds no password and no operator's code (design.md §3).</summary>
    private static void Keep(List<byte> evidence, ReadOnlySpan<byte> frame)
    {
        var at = evidence.Count;
        evidence.AddRange(frame);
        Dlt645Secrets.BlankIn(CollectionsMarshal.AsSpan(evidence)[at..]);
    }

    private RequestEnd EndOf(Heard heard) =>
        heard.Noise > 0 ? RequestEnd.Checksum : heard.Foreign == 0 ? RequestEnd.Timeout : _late.IsAnyExpected(Uptime) ? RequestEnd.Late : RequestEnd.Mismatch;

    private void Count(Heard heard, TimeSpan took)
    {
        Counters.RequestTimes.Note(took);
        Counters.Busy += took;
        Counters.Foreign += heard.Foreign;
        Counters.NoiseBytes += heard.Noise;
        _quietSince = heard is { IsReply: false, Noise: 0, Foreign: 0 } ? heard.Sent : time.GetTimestamp();
        if (!heard.IsReply) Counters.Silent++;
    }
}
