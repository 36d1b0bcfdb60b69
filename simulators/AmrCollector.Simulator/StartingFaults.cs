namespace AmrCollector.Simulator;

/// <summary>Faults as a district file writes them: instants that depend on the start are still spans.</summary>
/// <param name="Faults">What does not depend on the start.</param>
/// <param name="Stuck">The registers stand still from the start on.</param>
/// <param name="RolloverAfter">The register passes 999999.99 so long after the start; null for never.</param>
public sealed record StartingFaults(MeterFaults Faults, bool Stuck, TimeSpan? RolloverAfter)
{
    /// <summary>The faults of a district that starts at <paramref name="start"/>.</summary>
    public MeterFaults At(DateTimeOffset start) => Faults with
    {
        StuckSince = Stuck ? start : null,
        RolloverAt = RolloverAfter is { } span ? start + span : null,
    };
}
