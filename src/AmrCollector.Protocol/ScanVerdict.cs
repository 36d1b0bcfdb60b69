namespace AmrCollector.Protocol;

/// <summary>What a scanner found at the front of the receive buffer.</summary>
public enum ScanVerdict
{
    /// <summary>A prefix of a possible frame: read on until the deadline.</summary>
    NeedMore,

    /// <summary><see cref="FrameScan.Length"/> bytes are one frame, checked.</summary>
    Frame,

    /// <summary><see cref="FrameScan.Length"/> bytes are noise: drop them and scan again.</summary>
    Noise,
}
