namespace AmrCollector.Polling.Traffic;

/// <summary>Who spoke.</summary>
public enum UtteranceKind
{
    /// <summary>A master asks.</summary>
    Request,

    /// <summary>A meter answers.</summary>
    Reply,

    /// <summary>A meter, or a gateway for it, refuses.</summary>
    Refusal,

    /// <summary>The request once more: an adapter hears itself.</summary>
    Echo,

    /// <summary>Bytes that are no frame.</summary>
    Noise,
}
