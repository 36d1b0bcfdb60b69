namespace AmrCollector.Polling;

/// <summary>Why a value is not to be had from a meter.</summary>
public enum MissReason
{
    /// <summary>It has no record of that time.</summary>
    NoRecord,

    /// <summary>Its memory does not reach back so far.</summary>
    OlderThanMemory,

    /// <summary>It refuses to tell it.</summary>
    Refused,
}
