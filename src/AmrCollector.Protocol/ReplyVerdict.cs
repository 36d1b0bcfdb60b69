namespace AmrCollector.Protocol;

/// <summary>What stands at the front of the receive buffer, seen by one request that waits for its reply.</summary>
public enum ReplyVerdict
{
    /// <summary>A prefix of a possible frame: read on until the deadline. What is left then was noise.</summary>
    NeedMore,

    /// <summary>One checked frame that answers the request: a normal reply or a refusal.</summary>
    Ours,

    /// <summary>One checked frame that does not: an echo, a late or another's reply. Set it aside and wait on.</summary>
    Foreign,

    /// <summary>Bytes that belong to no frame: drop and count them.</summary>
    Noise,

    /// <summary>FE wake-up bytes of DL/T 645: drop them, they are no noise.</summary>
    Preamble,
}
