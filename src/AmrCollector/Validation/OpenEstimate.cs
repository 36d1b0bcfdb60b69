namespace AmrCollector.Validation;

/// <summary>An estimate without a later register to close it.</summary>
/// <param name="Energy">Primary energy; null: nothing to estimate from.</param>
/// <param name="Rule">The method's id.</param>
internal readonly record struct OpenEstimate(decimal? Energy, string Rule);
