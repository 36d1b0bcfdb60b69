namespace AmrCollector.Protocol;

/// <summary>
/// One request's view of the receive buffer: scans and attributes in one step. Pure, allocates nothing, never throws on any
/// bytes. A reply that is complete in the buffer is found even behind the start of a false frame that asks for more bytes.
/// </summary>
public interface IReplyMatcher
{
    /// <summary>
    /// Looks at the front of <paramref name="received"/>. The caller drops <see cref="ReplyScan.Length"/> bytes and looks again
    /// until the verdict is <see cref="ReplyVerdict.Ours"/> or <see cref="ReplyVerdict.NeedMore"/>.
    /// </summary>
    ReplyScan Look(ReadOnlySpan<byte> received);
}
