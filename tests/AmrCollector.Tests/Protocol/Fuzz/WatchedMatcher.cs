using AmrCollector.Protocol;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>Counts the looks of a matcher and holds it to its promise: each consumes something that is there, or asks for more.</summary>
internal sealed class WatchedMatcher : IReplyMatcher
{
    private IReplyMatcher _watched = null!;

    internal int Looks { get; private set; }

    internal bool HasStalled { get; private set; }

    internal WatchedMatcher Over(IReplyMatcher watched)
    {
        (_watched, Looks, HasStalled) = (watched, 0, false);
        return this;
    }

    public ReplyScan Look(ReadOnlySpan<byte> received)
    {
        Looks++;
        var look = _watched.Look(received);
        var isSound = look.Verdict == ReplyVerdict.NeedMore ? look.Length == 0 : look.Length > 0 && look.Length <= received.Length;
        HasStalled |= !isSound;
        return isSound ? look : ReplyScan.Noise(1);
    }
}
