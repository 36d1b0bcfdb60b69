namespace AmrCollector.Lines.DialIn;

/// <summary>A listener now. Counters run since its start.</summary>
public sealed record DialInReport
{
    /// <summary>Its name in the configuration.</summary>
    public required string Listener { get; init; }

    /// <summary>Where it listens.</summary>
    public required string Listen { get; init; }

    /// <summary>Why it does not listen now, else null.</summary>
    public string? Trouble { get; init; }

    /// <summary>Units that lines are configured for.</summary>
    public int Units { get; init; }

    /// <summary>Those that are connected.</summary>
    public int Present { get; init; }

    /// <summary>Those that never came since the start.</summary>
    public int NeverCame { get; init; }

    /// <summary>Some of those that are not connected, at most <see cref="MostNamed"/>: id, line and why.</summary>
    public IReadOnlyList<AbsentUnit> Absent { get; init; } = [];

    /// <summary>Connections that have not registered yet.</summary>
    public int Pending { get; init; }

    /// <summary>Connections taken since the start.</summary>
    public long Accepted { get; init; }

    /// <summary>Connections that were not taken or not kept, by reason.</summary>
    public IReadOnlyDictionary<DialInRefusal, long> Refused { get; init; } = new Dictionary<DialInRefusal, long>();

    /// <summary>Times a unit came again from elsewhere, proved itself, and took the older connection's place.</summary>
    public long Moved { get; init; }

    /// <summary>Units no line is configured for, the newest first; at most 64.</summary>
    public IReadOnlyList<KnockingUnit> Unknown { get; init; } = [];

    /// <summary>Units that claimed a living unit's id and could not prove it, the newest first; at most 64.</summary>
    public IReadOnlyList<KnockingUnit> Duplicates { get; init; } = [];

    /// <summary>Absent units named.</summary>
    public const int MostNamed = 50;
}
