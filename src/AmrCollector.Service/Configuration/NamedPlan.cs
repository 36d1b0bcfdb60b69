using AmrCollector.Polling;

namespace AmrCollector.Service.Configuration;

/// <summary>A plan and the line of collector.json it begins at.</summary>
internal sealed record NamedPlan(Plan Plan, int Line);
