namespace AmrCollector.Protocol.Modbus;

/// <summary>Finds the MBAP reply to one request; older transactions are foreign, so a late reply is never booked.</summary>
public sealed class MbapReplyMatcher : IReplyMatcher
{
    private AwaitedReply _awaited;

    /// <summary>A matcher that waits for nothing yet.</summary>
    public MbapReplyMatcher()
    {
    }

    /// <summary>A matcher for the request <paramref name="pdu"/> to <paramref name="unit"/>, sent as <paramref name="transaction"/>.</summary>
    public MbapReplyMatcher(byte unit, ReadOnlySpan<byte> pdu, ushort transaction) => (_awaited, Transaction) = (new(unit, pdu), transaction);

    /// <summary>A matcher for <paramref name="request"/> sent as <paramref name="transaction"/>.</summary>
    public MbapReplyMatcher(ReadRegisters request, ushort transaction)
    {
        Span<byte> pdu = stackalloc byte[ReadRegisters.PduLength];
        request.WritePdu(pdu);
        (_awaited, Transaction) = (new(request.Unit, pdu), transaction);
    }

    /// <summary>The transaction id the request was sent with.</summary>
    public ushort Transaction { get; private set; }

    /// <summary>True for a gateway that does not repeat transaction ids: unit, function and length decide, as on a serial line.</summary>
    public bool IgnoresTransaction { get; init; }

    /// <summary>Waits for the reply to <paramref name="pdu"/>, sent as <paramref name="transaction"/>, from now on.</summary>
    public void Expect(byte unit, ReadOnlySpan<byte> pdu, ushort transaction)
    {
        _awaited.Set(unit, pdu);
        Transaction = transaction;
    }

    /// <summary>The request PDU that waits; empty before the first.</summary>
    public ReadOnlySpan<byte> Pdu => _awaited.Pdu;

    /// <inheritdoc/>
    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        var found = MbapFrame.Scan(received);
        return found.Verdict switch
        {
            ScanVerdict.Frame => IsOurs(received[..found.Length]) ? ReplyScan.Ours(found.Length) : ReplyScan.Foreign(found.Length),
            ScanVerdict.Noise => ReplyScan.Noise(found.Length),
            _ => LookBehindFalseStart(received),
        };
    }

    private ReplyScan LookBehindFalseStart(ReadOnlySpan<byte> received)
    {
        for (var at = 1; at < received.Length - MbapFrame.HeaderLength; at++)
        {
            var found = MbapFrame.Scan(received[at..]);
            if (found.Verdict == ScanVerdict.Frame && IsOurs(received.Slice(at, found.Length))) return ReplyScan.Noise(at);
        }

        return ReplyScan.NeedMore;
    }

    private bool IsOurs(ReadOnlySpan<byte> bytes) =>
        MbapFrame.TryParse(bytes, out var frame) && (IgnoresTransaction || frame.Transaction == Transaction)
        && _awaited.IsAnsweredBy(frame.Unit, frame.Pdu);
}
