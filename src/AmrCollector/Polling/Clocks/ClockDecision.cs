namespace AmrCollector.Polling.Clocks;

/// <summary>A decision with its reason.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Why">A sentence without its stop.</param>
public readonly record struct ClockDecision(ClockVerdict Verdict, string Why);
