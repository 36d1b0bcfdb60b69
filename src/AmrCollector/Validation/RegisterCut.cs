namespace AmrCollector.Validation;

/// <summary>Where an order cuts a register in two.</summary>
/// <param name="Before">What it showed just before.</param>
/// <param name="After">What it shows from then on.</param>
public readonly record struct RegisterCut(decimal Before, decimal After);
