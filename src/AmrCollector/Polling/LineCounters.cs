namespace AmrCollector.Polling;

/// <summary>What a line has done since the start. Written by its one owner; read by reports, each number whole.</summary>
public sealed class LineCounters
{
    /// <summary>Exchanges answered.</summary>
    public long Answered { get; internal set; }

    /// <summary>Exchanges refused.</summary>
    public long Refused { get; internal set; }

    /// <summary>Exchanges that ran into their deadline.</summary>
    public long Silent { get; internal set; }

    /// <summary>Frames set aside.</summary>
    public long Foreign { get; internal set; }

    /// <summary>Bytes of no frame.</summary>
    public long NoiseBytes { get; internal set; }

    /// <summary>Time spent in exchanges.</summary>
    public TimeSpan Busy { get; internal set; }
}
