using AmrCollector.Protocol.Cjt188;

namespace AmrCollector.Protocol.Dlt645;

/// <summary>Finds the reply to one DL/T 645 request. A CJ/T 188 frame of the same line is foreign, not noise. One instance serves a line: set the properties before each request.</summary>
public sealed class Dlt645ReplyMatcher : IReplyMatcher
{
    private const byte Start = 0x68;
    private const byte Wake = 0xFE;

    /// <summary>A matcher to be set up by its properties.</summary>
    public Dlt645ReplyMatcher()
    {
    }

    /// <summary>A matcher for a request of <paramref name="id"/>.</summary>
    public Dlt645ReplyMatcher(Dlt645Address asked, byte function, DataId id, byte? sequence = null) =>
        (Asked, Function, Id, Sequence) = (asked, function, id, sequence);

    /// <summary>The address asked, wildcards included.</summary>
    public Dlt645Address Asked { get; set; }

    /// <summary>The function asked: <see cref="Dlt645Function"/>.</summary>
    public byte Function { get; set; } = Dlt645Function.Read;

    /// <summary>The identifier asked; its low bytes when <see cref="IdLength"/> is 2.</summary>
    public DataId Id { get; set; }

    /// <summary>Identifier bytes a normal reply repeats: 4 (2007), 2 (1997), 0 for requests without one.</summary>
    public int IdLength { get; set; } = DataId.Length;

    /// <summary>The SEQ asked by a follow-up request 12H, else null.</summary>
    public byte? Sequence { get; set; }

    /// <summary>Plain data a normal reply must consist of: the speed, password or output it echoes; null when it echoes none.</summary>
    public ReadOnlyMemory<byte>? Echo { get; set; }

    /// <summary>The time asked of a load record, mm hh DD MM YY; the first record of a reply is not older. Empty for all other requests.</summary>
    public ReadOnlyMemory<byte> RecordsFrom { get; set; }

    /// <summary>True when a reply from AA..AA counts although one address was asked: for a line with one meter only (dossier §16).</summary>
    public bool TakesAnonymous { get; set; }

    /// <inheritdoc/>
    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        var preamble = Dlt645Frame.PreambleLength(received);
        if (preamble > 0) return ReplyScan.Preamble(preamble);

        var found = Dlt645Frame.Scan(received);
        return found.Verdict switch
        {
            ScanVerdict.Frame => IsOurs(received[..found.Length]) ? ReplyScan.Ours(found.Length) : ReplyScan.Foreign(found.Length),
            _ when Cjt188Frame.Scan(received) is { Verdict: ScanVerdict.Frame } neighbour => ReplyScan.Foreign(neighbour.Length),
            ScanVerdict.Noise => ReplyScan.Noise(BeforePreamble(received[..found.Length])),
            _ => LookBehindFalseStart(received),
        };
    }

    // A stray 68 can claim up to 267 bytes: a whole reply behind it must not wait for the deadline.
    private ReplyScan LookBehindFalseStart(ReadOnlySpan<byte> received)
    {
        for (var at = 1; at <= received.Length - Dlt645Frame.Overhead; at++)
        {
            var next = received[at..].IndexOf(Start);
            if (next < 0) break;
            at += next;
            var found = Dlt645Frame.Scan(received[at..]);
            if (found.Verdict == ScanVerdict.Frame && IsOurs(received.Slice(at, found.Length))) return ReplyScan.Noise(BeforePreamble(received[..at]));
        }

        return ReplyScan.NeedMore;
    }

    private bool IsOurs(ReadOnlySpan<byte> scanned)
    {
        var reply = Dlt645Frame.OverChecked(scanned);
        var answers = IdLength == 0
            ? Dlt645Reply.Answers(reply, Asked, Function, TakesAnonymous)
            : Dlt645Reply.Answers(reply, Asked, Function, Id, IdLength, Sequence, TakesAnonymous);
        if (!answers || reply.IsRefusal) return answers;
        return (Echo is not { } echo || Dlt645Reply.Holds(reply, echo.Span)) && (RecordsFrom.IsEmpty || Dlt645Reply.IsNotBefore(reply, RecordsFrom.Span));
    }

    private static int BeforePreamble(ReadOnlySpan<byte> noise)
    {
        var wake = noise.IndexOf(Wake);
        return wake > 0 ? wake : noise.Length;
    }
}
