namespace AmrCollector.Benchmarks.Riser;

/// <summary>What is measured on the riser.</summary>
/// <param name="Meters">Meters on it.</param>
/// <param name="Dead">Of these, meters that never answer.</param>
/// <param name="Cycles">Rounds over the living ones that are measured.</param>
internal sealed record RoundPlan(int Meters, int Dead, int Cycles);
