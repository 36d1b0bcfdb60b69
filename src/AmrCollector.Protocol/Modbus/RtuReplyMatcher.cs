namespace AmrCollector.Protocol.Modbus;

/// <summary>Finds the RTU reply to one request. RTU has no transaction id: the caller drains the line before it asks.</summary>
public sealed class RtuReplyMatcher : IReplyMatcher
{
    private AwaitedReply _awaited;

    /// <summary>A matcher that waits for nothing yet.</summary>
    public RtuReplyMatcher()
    {
    }

    /// <summary>A matcher for the request <paramref name="pdu"/> to <paramref name="unit"/>.</summary>
    public RtuReplyMatcher(byte unit, ReadOnlySpan<byte> pdu) => _awaited = new(unit, pdu);

    /// <summary>A matcher for <paramref name="request"/>.</summary>
    public RtuReplyMatcher(ReadRegisters request)
    {
        Span<byte> pdu = stackalloc byte[ReadRegisters.PduLength];
        request.WritePdu(pdu);
        _awaited = new(request.Unit, pdu);
    }

    /// <summary>Waits for the reply to <paramref name="pdu"/> from now on.</summary>
    public void Expect(byte unit, ReadOnlySpan<byte> pdu) => _awaited.Set(unit, pdu);

    /// <summary>The request PDU that waits; empty before the first.</summary>
    public ReadOnlySpan<byte> Pdu => _awaited.Pdu;

    /// <inheritdoc/>
    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return ReplyScan.NeedMore;
        var found = Scan(received);
        if (found.Verdict == ScanVerdict.Frame) return ReplyScan.Ours(found.Length);
        if (found.Verdict == ScanVerdict.NeedMore && !HoldsEcho(received)) return LookBehindFalseStart(received);

        var other = RtuFrame.ScanAny(received);
        return other.Verdict switch
        {
            ScanVerdict.Frame => ReplyScan.Foreign(other.Length),
            ScanVerdict.Noise => ReplyScan.Noise(BeforeUnit(received[..other.Length])),
            _ => LookBehindFalseStart(received),
        };
    }

    // Our reply may be one that nobody else's would be taken for: an exception with a maker's own code.
    private int BeforeUnit(ReadOnlySpan<byte> noise)
    {
        var unit = noise[1..].IndexOf(_awaited.Unit);
        return unit < 0 ? noise.Length : unit + 1;
    }

    private ReplyScan LookBehindFalseStart(ReadOnlySpan<byte> received)
    {
        for (var at = 1; at <= received.Length - RtuFrame.ExceptionLength;)
        {
            var found = Scan(received[at..]);
            if (found.Verdict == ScanVerdict.Frame) return ReplyScan.Noise(at);
            at += Math.Max(1, found.Length);
        }

        return ReplyScan.NeedMore;
    }

    private FrameScan Scan(ReadOnlySpan<byte> received)
    {
        if (_awaited.IsNone) return FrameScan.Noise(1);
        var found = RtuFrame.ScanReply(received, _awaited.Unit, _awaited.Pdu);
        return found.Verdict == ScanVerdict.Frame && !_awaited.IsAnsweredBy(received[0], received[1..(found.Length - 2)]) ? FrameScan.Noise(1) : found;
    }

    /// <summary>True when the request itself stands at the front: it claims the length of no reply.</summary>
    private bool HoldsEcho(ReadOnlySpan<byte> received)
    {
        var length = _awaited.Pdu.Length + RtuFrame.Overhead;
        return received.Length >= length && received[0] == _awaited.Unit && received[1..(length - 2)].SequenceEqual(_awaited.Pdu)
            && RtuFrame.HasGoodCrc(received[..length]);
    }
}
