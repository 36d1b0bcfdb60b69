namespace AmrCollector.Polling;

/// <summary>What a frame of ours says, split by what the poller does next.</summary>
public enum DialogReplyKind
{
    /// <summary>The whole data.</summary>
    Data,

    /// <summary>A part; the next is to be asked for.</summary>
    More,

    /// <summary>A fact about the meter: it does not have this, or does not give it.</summary>
    Refusal,

    /// <summary>No answer yet: a follow-up out of order, a busy device, a gateway whose meter is silent. As good as silence.</summary>
    NotNow,
}
