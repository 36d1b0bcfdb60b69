using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <summary>Which slots are asked about; whatever is left out does not matter.</summary>
public sealed record GapFilter
{
    /// <summary>Only this meter.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>Only this line.</summary>
    public string? Line { get; init; }

    /// <summary>Only this transformer area.</summary>
    public string? Area { get; init; }

    /// <summary>Only this word of the plans.</summary>
    public string? Read { get; init; }

    /// <summary>First local day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last local day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only open, estimated or lost; of one meter also have or recovered, which are no gaps and are not told otherwise.</summary>
    public string? State { get; init; }
}
