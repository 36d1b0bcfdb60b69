namespace AmrCollector.Polling.Search;

/// <summary>A part of a search that is about to begin, and how long it will take.</summary>
/// <param name="Place">The address byte that will be split, 1 for the lowest; 0 for the opening calls to everybody.</param>
/// <param name="Probes">Probes it has.</param>
/// <param name="Foretold">How long it takes when no answers collide in it.</param>
public sealed record SearchStage(int Place, int Probes, TimeSpan Foretold);
