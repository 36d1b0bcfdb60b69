using AmrCollector.Protocol;

namespace AmrCollector.Polling;

/// <summary>The matcher of a frame that nobody answers: whatever is heard belongs to nothing.</summary>
internal sealed class Nobody : IReplyMatcher
{
    private Nobody()
    {
    }

    internal static Nobody Instance { get; } = new();

    public ReplyScan Look(ReadOnlySpan<byte> received) => received.IsEmpty ? ReplyScan.NeedMore : ReplyScan.Noise(received.Length);
}
