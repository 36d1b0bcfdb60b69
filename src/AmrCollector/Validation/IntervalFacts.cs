namespace AmrCollector.Validation;

/// <summary>What is known of a register whose day is cut into intervals.</summary>
public sealed record IntervalFacts
{
    /// <summary>Length of an interval.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Digits behind the point.</summary>
    public required int Decimals { get; init; }

    /// <summary>Where the register starts again at 0.</summary>
    public required decimal Modulus { get; init; }

    /// <summary>The most it can move in so many intervals, secondary; null: nobody knows.</summary>
    public Func<int, decimal?> Ceiling { get; init; } = _ => null;

    /// <summary>The longest gap that is split evenly (V51); a longer one goes by <see cref="Weight"/> (V52).</summary>
    public TimeSpan LinearGap { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What like days had in an interval, counted from the beginning of the day; 0: nothing.</summary>
    public Func<int, decimal> Weight { get; init; } = _ => 0;

    /// <summary>Exchanges of the meter, by time.</summary>
    public IReadOnlyList<IntervalCut> Cuts { get; init; } = [];
}
