namespace AmrCollector.Protocol.Modbus;

/// <summary>Finds the RTU reply to one request. RTU has no transaction id: the caller drains the line before it asks.</summary>
public sealed class RtuReplyMatcher : IReplyMatcher
{
    /// <summary>A matcher to be set up by <see cref="Request"/>.</summary>
    public RtuReplyMatcher()
    {
    }

    /// <summary>A matcher for <paramref name="request"/>.</summary>
    public RtuReplyMatcher(ReadRegisters request) => Request = request;

    /// <summary>The request that waits.</summary>
    public ReadRegisters Request { get; set; }

    /// <inheritdoc/>
    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return ReplyScan.NeedMore;
        var (ours, waiting) = OursAtFront(received);
        if (ours > 0) return ReplyScan.Ours(ours);
        if (waiting) return ReplyScan.NeedMore;

        var other = RtuFrame.ScanAny(received);
        return other.Verdict switch
        {
            ScanVerdict.Frame => ReplyScan.Foreign(other.Length),
            ScanVerdict.Noise => ReplyScan.Noise(other.Length),
            _ => LookBehindFalseStart(received),
        };
    }

    private (int Length, bool Waiting) OursAtFront(ReadOnlySpan<byte> received)
    {
        var found = RtuFrame.ScanReply(received, Request);
        return found.Verdict == ScanVerdict.Frame ? (found.Length, false) : (0, found.Verdict == ScanVerdict.NeedMore);
    }

    private ReplyScan LookBehindFalseStart(ReadOnlySpan<byte> received)
    {
        for (var at = 1; at <= received.Length - RtuFrame.ExceptionLength; at++)
            if (RtuFrame.ScanReply(received[at..], Request).Verdict == ScanVerdict.Frame) return ReplyScan.Noise(at);
        return ReplyScan.NeedMore;
    }
}
