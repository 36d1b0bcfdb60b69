namespace AmrCollector.Polling.Diagnosis;

/// <summary>How one ping ended, by what a technician does about it.</summary>
public enum PingOutcome
{
    /// <summary>A checked reply in time; a refusal of the meter counts, for the wire is good.</summary>
    Answered,

    /// <summary>A checked reply, but after the timeout.</summary>
    Late,

    /// <summary>A gateway said that the meter behind it does not answer.</summary>
    Exception,

    /// <summary>A reply whose checksum is wrong.</summary>
    Checksum,

    /// <summary>Good frames, none of them ours.</summary>
    Foreign,

    /// <summary>Bytes that are no frame, or characters of wrong parity.</summary>
    Noise,

    /// <summary>Nothing at all.</summary>
    Silent,
}
