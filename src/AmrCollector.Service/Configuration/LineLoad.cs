namespace AmrCollector.Service.Configuration;

/// <summary>What the plans ask of a line, reckoned from frame lengths and speeds before anything was sent.</summary>
public sealed record LineLoad
{
    /// <summary>Its name.</summary>
    public required string Line { get; init; }

    /// <summary>Its URI.</summary>
    public required string Uri { get; init; }

    /// <summary>Meters on it.</summary>
    public required int Meters { get; init; }

    /// <summary>Exchanges its plans make on an ordinary day.</summary>
    public required long ExchangesADay { get; init; }

    /// <summary>How long one round of the most frequent plan entries takes over all meters; zero when nothing is planned.</summary>
    public required TimeSpan Cycle { get; init; }

    /// <summary>How often that round is due.</summary>
    public required TimeSpan Due { get; init; }

    /// <summary>Share of the day the line is busy with its plans; above 1 it never catches up.</summary>
    public required double Busy { get; init; }

    /// <summary>The turn-round it was reckoned with: measured on this line, or assumed.</summary>
    public required TimeSpan TurnRound { get; init; }

    /// <summary>What does not fit, a sentence each; empty when all fits.</summary>
    public IReadOnlyList<string> Misfits { get; init; } = [];

    /// <summary>What would make it fit, each alone; empty when all fits.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>True when the speed behind a transparent box was not given and 2400 baud was assumed.</summary>
    public required bool SpeedAssumed { get; init; }

    /// <summary>True when every round ends before it is due again and a tenth of the day is left for retries and history.</summary>
    public required bool Fits { get; init; }
}
