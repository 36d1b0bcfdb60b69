namespace AmrCollector.Service.Reload;

/// <summary>What came of a reload.</summary>
/// <param name="IsDone">The new configuration is in force; otherwise the old one stays, whole.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Faults">Why it is not, a sentence each; none when it is.</param>
public sealed record ReloadAnswer(bool IsDone, string Summary, IReadOnlyList<string> Faults);
