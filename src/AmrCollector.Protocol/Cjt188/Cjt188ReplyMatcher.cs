using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Protocol.Cjt188;

/// <summary>
/// Finds the reply to one CJ/T 188 request: type, address, function, identifier in either order, and the sequence byte SER again. A
/// DL/T 645 frame of the same line is foreign, not noise. One instance serves a line: set the properties before each request.
/// </summary>
public sealed class Cjt188ReplyMatcher : IReplyMatcher
{
    private const byte Start = 0x68;
    private const byte Wake = 0xFE;
    private const int RefusalLength = 3;

    /// <summary>The address asked, wildcards included.</summary>
    public Cjt188Address Asked { get; set; }

    /// <summary>A second address that may answer: the new one, after it was written.</summary>
    public Cjt188Address? AlsoFrom { get; set; }

    /// <summary>The function asked: <see cref="Cjt188Function"/>.</summary>
    public byte Function { get; set; } = Cjt188Function.Read;

    /// <summary>The identifier asked.</summary>
    public Cjt188Id Id { get; set; }

    /// <summary>SER of the request.</summary>
    public byte Sequence { get; set; }

    /// <inheritdoc/>
    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        var preamble = Dlt645Frame.PreambleLength(received);
        if (preamble > 0) return ReplyScan.Preamble(preamble);

        var found = Cjt188Frame.Scan(received);
        return found.Verdict switch
        {
            ScanVerdict.Frame => IsOurs(received[..found.Length]) ? ReplyScan.Ours(found.Length) : ReplyScan.Foreign(found.Length),
            _ when Dlt645Frame.Scan(received) is { Verdict: ScanVerdict.Frame } neighbour => ReplyScan.Foreign(neighbour.Length),
            ScanVerdict.Noise => ReplyScan.Noise(BeforePreamble(received[..found.Length])),
            _ => LookBehindFalseStart(received),
        };
    }

    // A stray 68 can claim up to 268 bytes: a whole reply behind it must not wait for the deadline.
    private ReplyScan LookBehindFalseStart(ReadOnlySpan<byte> received)
    {
        for (var at = 1; at <= received.Length - Cjt188Frame.Overhead; at++)
        {
            var next = received[at..].IndexOf(Start);
            if (next < 0) break;
            at += next;
            var found = Cjt188Frame.Scan(received[at..]);
            if (found.Verdict == ScanVerdict.Frame && IsOurs(received.Slice(at, found.Length))) return ReplyScan.Noise(BeforePreamble(received[..at]));
        }

        return ReplyScan.NeedMore;
    }

    private bool IsOurs(ReadOnlySpan<byte> scanned)
    {
        var reply = Cjt188Frame.OverChecked(scanned);
        if (!reply.IsReply || reply.Function != Function) return false;
        if (!Asked.Matches(reply.Address) && AlsoFrom?.Matches(reply.Address) != true) return false;
        var data = reply.Data;
        if (reply.IsRefusal) return data.Length == RefusalLength && data[0] == Sequence;
        return Id.IsAt(data) && data.Length > Cjt188Id.Length && data[Cjt188Id.Length] == Sequence;
    }

    private static int BeforePreamble(ReadOnlySpan<byte> noise)
    {
        var wake = noise.IndexOf(Wake);
        return wake > 0 ? wake : noise.Length;
    }
}
