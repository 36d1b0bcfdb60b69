namespace AmrCollector.Polling.Clocks;

/// <summary>Everything a decision on a meter's clock depends on.</summary>
public sealed record ClockSituation
{
    /// <summary>The meter's clock against ours, positive when it is ahead; half the round trip is taken off.</summary>
    public required TimeSpan Offset { get; init; }

    /// <summary>How long ago that was measured.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>What the meter should show now, its own wall clock.</summary>
    public required DateTime Right { get; init; }

    /// <summary>True when the meter grants the permission clock.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>True while the collector's own clock is synchronised and agrees with most meters.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>Its wall clock when it was set last, or was tried to; null when never.</summary>
    public DateTime? LastSet { get; init; }

    /// <summary>Times of day at which its plan or its model freezes something that is billed.</summary>
    public IReadOnlyList<TimeSpan> Freezes { get; init; } = [];
}
