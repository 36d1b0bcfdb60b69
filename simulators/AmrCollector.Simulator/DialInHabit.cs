namespace AmrCollector.Simulator;

/// <summary>How a unit that dials in behaves; the written form is lower case.</summary>
public enum DialInHabit
{
    /// <summary>As it should.</summary>
    None,

    /// <summary>The registration packet leaves in two pieces, 100 ms apart.</summary>
    TwoPieces,

    /// <summary>The registration packet stands before every reply once more.</summary>
    EachReply,

    /// <summary>It registers and never answers, as one that only says it is somebody.</summary>
    Mute,

    /// <summary>It registers and then sends bytes without end.</summary>
    Flood,

    /// <summary>It sends half a registration packet and waits.</summary>
    Stall,
}
