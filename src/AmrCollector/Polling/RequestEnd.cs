namespace AmrCollector.Polling;

/// <summary>How one exchange ended.</summary>
public enum RequestEnd
{
    /// <summary>The reply came.</summary>
    Ok,

    /// <summary>Nothing came until the deadline.</summary>
    Timeout,

    /// <summary>Bytes came, and no frame whose checksum is right.</summary>
    Checksum,

    /// <summary>Frames came, and none answered this request.</summary>
    Mismatch,

    /// <summary>The meter refused.</summary>
    Exception,

    /// <summary>What came answered an earlier request.</summary>
    Late,
}
