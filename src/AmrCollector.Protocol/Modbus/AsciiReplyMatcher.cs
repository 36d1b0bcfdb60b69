namespace AmrCollector.Protocol.Modbus;

/// <summary>Finds the ASCII reply to one request. There is no transaction id: the caller drains the line before it asks.</summary>
public sealed class AsciiReplyMatcher : IReplyMatcher
{
    private AwaitedReply _awaited;

    /// <summary>A matcher that waits for nothing yet.</summary>
    public AsciiReplyMatcher()
    {
    }

    /// <summary>A matcher for the request <paramref name="pdu"/> to <paramref name="unit"/>.</summary>
    public AsciiReplyMatcher(byte unit, ReadOnlySpan<byte> pdu) => _awaited = new(unit, pdu);

    /// <summary>Waits for the reply to <paramref name="pdu"/> from now on.</summary>
    public void Expect(byte unit, ReadOnlySpan<byte> pdu) => _awaited.Set(unit, pdu);

    /// <summary>The request PDU that waits; empty before the first.</summary>
    public ReadOnlySpan<byte> Pdu => _awaited.Pdu;

    /// <inheritdoc/>
    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        var found = AsciiFrame.Scan(received);
        return found.Verdict switch
        {
            ScanVerdict.Frame => IsOurs(received[..found.Length]) ? ReplyScan.Ours(found.Length) : ReplyScan.Foreign(found.Length),
            ScanVerdict.Noise => ReplyScan.Noise(found.Length),
            _ => ReplyScan.NeedMore,
        };
    }

    private bool IsOurs(ReadOnlySpan<byte> frame)
    {
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContent];
        var length = AsciiFrame.Read(frame, content);
        return length >= 2 && _awaited.IsAnsweredBy(content[0], content[1..length]);
    }
}
