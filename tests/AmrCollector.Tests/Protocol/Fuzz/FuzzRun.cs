using AmrCollector.Lines;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;
using AmrCollector.Protocol;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>
/// Puts spoilt frames through all that reads the wire: scanners, matcher and exchange (whole and in pieces), dialog, values, decoder.
/// Nothing may throw or stand still, and nothing may be accepted that the protocol's description does not call an answer to the request.
/// </summary>
public sealed class FuzzRun(FuzzProtocol protocol)
{
    private const int Buffer = 640;
    private readonly WatchedMatcher _matcher = new();
    private readonly byte[] _buffer = new byte[Buffer];
    private readonly FuzzCounts _counts = new();

    /// <summary>So many mutants from a seed.</summary>
    public FuzzCounts Mutate(int seed, int frames)
    {
        Mutations mutations = new(seed, protocol.Seeds, protocol.Check.Seal);
        for (var i = 0; i < frames; i++)
        {
            var asked = protocol.Cases[mutations.Below(protocol.Cases.Count)];
            var mutant = mutations.Of(asked.Reply).ToArray();
            Guarded(asked, mutant, original: null, piece: mutations.Below(4) == 0 ? 1 + mutations.Below(8) : Buffer, guess: i % 4 == 0);
        }

        return _counts;
    }

    /// <summary>Every change of one byte, and so of one bit, in the reply of every case: no value may differ from the original's.</summary>
    public FuzzCounts ChangeEachByte()
    {
        foreach (var asked in protocol.Cases)
        {
            var request = asked.Ask().ToArray();
            var original = new Original(Listen(asked, asked.Reply, Buffer) ?? throw new InvalidOperationException($"{Hex.Show(asked.Reply)} is taken for no answer to {Hex.Show(request)}"), Words(asked.Reply, request));
            var (from, count) = asked.Unsealed.GetOffsetAndLength(asked.Reply.Length);
            for (var at = 0; at < asked.Reply.Length; at++)
            {
                for (var value = 0; value < 256; value++)
                {
                    if (value == asked.Reply[at]) continue;
                    var mutant = (byte[])asked.Reply.Clone();
                    mutant[at] = (byte)value;
                    Guarded(asked, mutant, at >= from && at < from + count ? null : original, Buffer, guess: false);
                }
            }
        }

        return _counts;
    }

    private void Guarded(FuzzCase asked, byte[] mutant, Original? original, int piece, bool guess)
    {
        _counts.Frames++;
        try
        {
            foreach (var scan in protocol.Scans) ScanThrough(scan, mutant);
            var answer = Listen(asked, mutant, piece);
            if (original is not null && answer is not null && !SameValues(answer, original.Answer)) _counts.Fault("another value was accepted", mutant);
            var request = asked.Ask().Span;
            var words = Words(mutant, request);
            if (original is not null && protocol.Check.HasChecksum && original.Words is not null && words is not null && words != original.Words) _counts.Fault("another value was decoded", mutant);
            if (guess) FrameDecoder.Decode(mutant);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _counts.Fault($"{e.GetType().Name} ({e.Message})", mutant);
        }
    }

    private static bool SameValues(FuzzAnswer answer, FuzzAnswer original) =>
        answer.Kind is not (DialogReplyKind.Data or DialogReplyKind.More) || (answer.Kind == original.Kind && answer.Values == original.Values && answer.Data.AsSpan().SequenceEqual(original.Data));

    private void ScanThrough(FuzzProtocol.Scan scan, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var found = scan(bytes.AsSpan(at));
            if (found.Verdict == ScanVerdict.NeedMore && found.Length == 0) return;
            if (found.Length <= 0 || found.Length > bytes.Length - at)
            {
                _counts.Fault("a scan neither consumed nor asked for more", bytes);
                return;
            }

            at += found.Length;
        }
    }

    private FuzzAnswer? Listen(FuzzCase asked, byte[] heard, int piece)
    {
        var request = asked.Ask();
        heard = asked.Heard(heard, request.Span);
        var line = new FuzzLine(heard, piece);
        var listening = Exchange.RunAsync(line, request, _matcher.Over(asked.Dialog.Matcher), _buffer, TimeProvider.System, TimeSpan.FromSeconds(1), CancellationToken.None);
        var outcome = listening.IsCompletedSuccessfully ? listening.Result : throw new InvalidOperationException("the exchange waits for nothing");
        if (_matcher.HasStalled) _counts.Fault("a look neither consumed nor asked for more", heard);
        var looks = _matcher.Looks / (heard.Length + 1.0);
        _counts.MostLooks = Math.Max(_counts.MostLooks, looks);
        if (looks > 3) _counts.Fault($"{_matcher.Looks} looks", heard);

        if (!outcome.IsReply)
        {
            if (!HoldsAnswer(request.Span, heard)) return null;
            if (outcome.Foreign > 0) _counts.Hidden++;
            else _counts.Fault("an answer was not found", heard);
            return null;
        }

        var frame = _buffer.AsSpan(0, outcome.Length);
        var answer = asked.Read(frame);
        Judge(asked, request.Span, frame, answer, heard);
        return answer;
    }

    private void Judge(FuzzCase asked, ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame, FuzzAnswer answer, byte[] heard)
    {
        var expected = protocol.Check.Answer(request, frame);
        if (expected is null) _counts.Fault("accepted, but no answer to the request", heard);
        if (answer.Kind != DialogReplyKind.Data)
        {
            _counts.Refusals++;
            return;
        }

        _counts.Answered++;
        if (!asked.Reply.AsSpan(asked.Echoed).EndsWith(frame[asked.Echoed..])) _counts.Differing++;
        if (expected is not null && !answer.Data.AsSpan().EndsWith(expected)) _counts.Fault("other data than the frame holds", heard);
    }

    private bool HoldsAnswer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> heard)
    {
        for (; !heard.IsEmpty; heard = heard[1..])
            if (protocol.Check.LengthAt(heard, request) is var length and > 0 && protocol.Check.Answer(request, heard[..length]) is not null) return true;
        return false;
    }

    private string? Words(byte[] bytes, ReadOnlySpan<byte> request)
    {
        var decoded = FrameDecoder.Decode(bytes, protocol.Name, request);
        if (!decoded.Valid) return null;
        _counts.Decoded++;
        return $"{decoded.IsReply} {decoded.Address} {decoded.Control} {decoded.DataId} {decoded.Error} {decoded.Unit} {decoded.Function} "
            + string.Join(' ', decoded.Registers ?? []) + string.Join(' ', decoded.Values);
    }

    private sealed record Original(FuzzAnswer Answer, string? Words);
}
