using AmrCollector.Metering;

namespace AmrCollector.Review;

/// <summary>Which entries of the queue are wanted; null means any.</summary>
public sealed record ReviewFilter
{
    /// <summary>Held ones, or suspects that hold nothing.</summary>
    public bool? Held { get; init; } = true;

    /// <summary>Only of this meter.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>Only of this transformer area.</summary>
    public string? Area { get; init; }

    /// <summary>Only those for which this rule fired.</summary>
    public string? Rule { get; init; }

    /// <summary>Only those whose instant is not before this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those whose instant is before this.</summary>
    public DateTimeOffset? Before { get; init; }
}
