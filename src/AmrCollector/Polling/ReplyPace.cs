namespace AmrCollector.Polling;

/// <summary>
/// How quickly a meter of a paced wire answers, learnt from its clean replies, so that a request that was lost is repeated soon: only the
/// first try of a question is shortened; the others wait as long as the line and the model say. Pure.
/// </summary>
internal readonly record struct ReplyPace
{
    private const int Needed = 4;
    private const int Window = 64;
    private const int Slower = 4;
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    private readonly byte _heard;
    private readonly byte _inWindow;
    private readonly TimeSpan _slowest;
    private readonly TimeSpan _slowestBefore;

    private ReplyPace(int heard, int inWindow, TimeSpan slowest, TimeSpan slowestBefore) =>
        (_heard, _inWindow, _slowest, _slowestBefore) = ((byte)heard, (byte)inWindow, slowest, slowestBefore);

    /// <summary>
    /// How long a first try waits for the reply to begin: four times the slowest of the last 64 to 128 clean replies and 100 ms, never more than
    /// <paramref name="replyTimeout"/>; all of that until four were heard.
    /// </summary>
    internal TimeSpan FirstTimeout(TimeSpan replyTimeout)
    {
        if (_heard < Needed) return replyTimeout;
        var soon = (Slower * (_slowest > _slowestBefore ? _slowest : _slowestBefore)) + Margin;
        return soon < replyTimeout ? soon : replyTimeout;
    }

    /// <summary>After a clean reply that took <paramref name="turnRound"/> beyond its bytes; unchanged by one whose time is not known.</summary>
    internal ReplyPace Heard(TimeSpan? turnRound)
    {
        if (turnRound is not { } took) return this;
        var slowest = took > _slowest ? took : _slowest;
        var heard = Math.Min(_heard + 1, Needed);
        return _inWindow + 1 < Window ? new(heard, _inWindow + 1, slowest, _slowestBefore) : new(heard, 0, default, slowest);
    }
}
