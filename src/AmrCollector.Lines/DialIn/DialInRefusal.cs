namespace AmrCollector.Lines.DialIn;

/// <summary>Why a connection was not taken, or not kept.</summary>
public enum DialInRefusal
{
    /// <summary>Its address is in no allowed network.</summary>
    NotAllowed,

    /// <summary>Too many connections from its address failed lately.</summary>
    TooOften,

    /// <summary>There are as many connections as the listener takes.</summary>
    Full,

    /// <summary>The TLS handshake failed.</summary>
    Tls,

    /// <summary>It did not say who it is in time.</summary>
    Unregistered,

    /// <summary>What it sent is no registration packet.</summary>
    BadPacket,

    /// <summary>No line is configured for its id.</summary>
    Unknown,

    /// <summary>Another unit of its id is connected, and no meter of that id's line answered behind this one.</summary>
    Unproved,

    /// <summary>It sent without being asked and without end.</summary>
    Flood,
}
