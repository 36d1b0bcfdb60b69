namespace AmrCollector.Findings;

/// <summary>What a meter was asked about itself and what it said.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Asked">The identifiers, as a technician knows them.</param>
/// <param name="Read">What it said; null when it said nothing usable.</param>
/// <param name="Fault">Why not, else null.</param>
public sealed record MeterFact(FindingKind Kind, string Asked, string? Read, string? Fault);
