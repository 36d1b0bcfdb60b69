using AmrCollector.Telemetry;

namespace AmrCollector.Polling;

/// <summary>What a line is doing, for the status page and the live table. Counters run since the start of the process.</summary>
public sealed record LineReport
{
    /// <summary>Name in the configuration.</summary>
    public required string Line { get; init; }

    /// <summary>Its URI as configured.</summary>
    public required string Uri { get; init; }

    /// <summary>True while the port is open or the peer connected.</summary>
    public bool Up { get; init; }

    /// <summary>Why it is down, else null.</summary>
    public string? Why { get; init; }

    /// <summary>Meters configured on it.</summary>
    public int Meters { get; init; }

    /// <summary>Meters whose last exchange was answered.</summary>
    public int Answering { get; init; }

    /// <summary>Meters that are down: silent by time and by count.</summary>
    public int Dead { get; init; }

    /// <summary>Meters whose last exchange was not answered, and that are not down yet.</summary>
    public int Degraded { get; init; }

    /// <summary>Exchanges by protocol and by how they ended.</summary>
    public IReadOnlyList<(string Protocol, RequestEnd End, long Count)> Requests { get; init; } = [];

    /// <summary>How long exchanges took; null where nothing was measured.</summary>
    public DurationTotals? RequestTimes { get; init; }

    /// <summary>How long whole rounds took; null where nothing was measured.</summary>
    public DurationTotals? Cycles { get; init; }

    /// <summary>Bus time spent on meters that did not answer.</summary>
    public TimeSpan Lost { get; init; }

    /// <summary>Bus time of the newest round of the most frequent plan entries over the meters that are not down; null before each was read once.</summary>
    public TimeSpan? Cycle { get; init; }

    /// <summary>From the request's end to the reply's beginning, as measured lately on this line; null before the first clean reply. Where the speed is not known, with the reply.</summary>
    public TimeSpan? TurnRound { get; init; }

    /// <summary>Bus time of questions that were answered over that of their last tries, since the start: 1 without retries.</summary>
    public double Retries { get; init; } = 1;

    /// <summary>Exchanges answered.</summary>
    public long Answered { get; init; }

    /// <summary>Exchanges refused by the meter.</summary>
    public long Refused { get; init; }

    /// <summary>Exchanges that ran into their deadline.</summary>
    public long Silent { get; init; }

    /// <summary>Frames set aside: echoes, late and foreign replies.</summary>
    public long Foreign { get; init; }

    /// <summary>Bytes that belonged to no frame, FE preamble not counted.</summary>
    public long NoiseBytes { get; init; }

    /// <summary>Freeze records still to be fetched from the meters' memory.</summary>
    public int Backlog { get; init; }

    /// <summary>Share of the time the line was in an exchange since the start, 0..1.</summary>
    public double Utilisation { get; init; }

    /// <summary>When the last reply came, UTC; null before the first.</summary>
    public DateTimeOffset? LastAnswer { get; init; }
}
