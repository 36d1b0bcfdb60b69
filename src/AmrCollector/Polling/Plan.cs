namespace AmrCollector.Polling;

/// <summary>Which items when (design.md §4).</summary>
/// <param name="Name">Its name in collector.json.</param>
/// <param name="Entries">Its lines.</param>
public sealed record Plan(string Name, IReadOnlyList<PlanEntry> Entries);
