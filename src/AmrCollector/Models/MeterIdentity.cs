namespace AmrCollector.Models;

/// <summary>
/// The items in which meters of a model say who they are, compared with the meter list. DL/T 645 has identifiers of its own for
/// this and needs none.
/// </summary>
public sealed record MeterIdentity
{
    /// <summary>A model whose meters cannot be asked.</summary>
    public static MeterIdentity None { get; } = new();

    /// <summary>The meter's own number, null when no item tells it; so of the others.</summary>
    public Item? Number { get; init; }

    /// <summary>Pulses a kWh.</summary>
    public Item? Constant { get; init; }

    /// <summary>Current transformer ratio.</summary>
    public Item? Ct { get; init; }

    /// <summary>Voltage transformer ratio.</summary>
    public Item? Pt { get; init; }

    /// <summary>How many tariffs it counts.</summary>
    public Item? Tariffs { get; init; }
}
