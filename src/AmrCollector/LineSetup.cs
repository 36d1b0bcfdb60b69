using AmrCollector.Lines;

namespace AmrCollector;

/// <summary>A configured line.</summary>
/// <param name="Name">Its name in collector.json.</param>
/// <param name="Uri">What it is.</param>
public sealed record LineSetup(string Name, LineUri Uri);
