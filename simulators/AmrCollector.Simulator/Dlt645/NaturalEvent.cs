namespace AmrCollector.Simulator.Dlt645;

/// <summary>Something that happened to an eventful meter by itself.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">When it was over.</param>
internal readonly record struct NaturalEvent(DateTimeOffset Start, DateTimeOffset End);
