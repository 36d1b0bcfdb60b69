using AmrCollector.Telemetry;

namespace AmrCollector.Polling;

/// <summary>What a line has done since the start. Written by its one owner; read by reports, each number whole.</summary>
/// <param name="line">The line's name.</param>
public sealed class LineCounters(string line)
{
    private const int Weight = 16;

    private long _turnRound = -1;
    private long _useful;
    private long _inVain;

    /// <summary>Exchanges by protocol and end.</summary>
    public RequestCounts Requests { get; } = new();

    /// <summary>How long exchanges took, those that ran into their deadline among them.</summary>
    public Durations RequestTimes { get; } = Instruments.RequestsOf(line);

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

    /// <summary>What a clean exchange takes beyond its bytes, a moving mean; where their speed is not known, all it takes from the sending on. Null before the first.</summary>
    public TimeSpan? TurnRound => Interlocked.Read(ref _turnRound) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Bus time of questions that were answered, over that of their last tries: 1 where no try was in vain.</summary>
    public double Retries => Volatile.Read(ref _useful) is > 0 and var useful ? 1 + ((double)Volatile.Read(ref _inVain) / useful) : 1;

    /// <summary>Time spent in exchanges.</summary>
    public TimeSpan Busy { get; internal set; }

    internal void NoteTries(TimeSpan inVain, TimeSpan useful)
    {
        Interlocked.Add(ref _inVain, inVain.Ticks);
        Interlocked.Add(ref _useful, useful.Ticks);
    }

    internal void NoteTurnRound(TimeSpan measured)
    {
        var (known, now) = (Interlocked.Read(ref _turnRound), Math.Max(0, measured.Ticks));
        Interlocked.Exchange(ref _turnRound, known < 0 ? now : known + ((now - known) / Weight));
    }
}
