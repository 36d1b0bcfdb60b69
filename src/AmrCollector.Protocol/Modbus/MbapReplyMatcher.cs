namespace AmrCollector.Protocol.Modbus;

/// <summary>Finds the MBAP reply to one request; older transactions are foreign, so a late reply is never booked.</summary>
public sealed class MbapReplyMatcher : IReplyMatcher
{
    /// <summary>A matcher to be set up by its properties.</summary>
    public MbapReplyMatcher()
    {
    }

    /// <summary>A matcher for <paramref name="request"/> sent as <paramref name="transaction"/>.</summary>
    public MbapReplyMatcher(ReadRegisters request, ushort transaction) => (Request, Transaction) = (request, transaction);

    /// <summary>The request that waits.</summary>
    public ReadRegisters Request { get; set; }

    /// <summary>The transaction id it was sent with.</summary>
    public ushort Transaction { get; set; }

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

    private bool IsOurs(ReadOnlySpan<byte> frame) => ModbusReply.TryParseMbap(frame, Request, Transaction, out _);
}
