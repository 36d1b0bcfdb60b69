using AmrCollector.Metering;

namespace AmrCollector.Events;

/// <summary>Which events a reader wants; null means any.</summary>
public sealed record EventFilter
{
    /// <summary>Every event.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>Only of this type.</summary>
    public EventType? Type { get; init; }

    /// <summary>Only of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only of this meter.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>Only of this line.</summary>
    public string? Line { get; init; }

    /// <summary>At least so severe.</summary>
    public EventSeverity? Severity { get; init; }
}
