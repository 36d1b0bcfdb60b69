namespace AmrCollector.Findings;

/// <summary>What a meter was asked about itself and what it said.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Asked">The identifiers, as a technician knows them.</param>
/// <param name="Read">What it said; null when it said nothing usable.</param>
/// <param name="Fault">Why not, else null.</param>
public sealed record MeterFact(FindingKind Kind, string Asked, string? Read, string? Fault)
{
    /// <summary>True of a ratio the model multiplies by already: the list must then say 1, whatever the meter says.</summary>
    public bool IsApplied { get; init; }

    /// <summary>True when one source only names the place it was read from: the display has the last word.</summary>
    public bool SingleSource { get; init; }
}
