namespace AmrCollector.Validation;

/// <summary>What stands in for a missing reading.</summary>
/// <param name="Value">Estimated register, rounded to its last digit; null when there is nothing to estimate from.</param>
/// <param name="Verdict">Judgement.Estimate with V06 and the method; its consumption is null with the value.</param>
public sealed record SlotEstimate(decimal? Value, Verdict Verdict);
