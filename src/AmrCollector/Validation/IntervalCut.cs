namespace AmrCollector.Validation;

/// <summary>An order that cuts a register in two within the days looked at.</summary>
/// <param name="Position">When, in steps since the beginning of the day.</param>
/// <param name="Register">The register before and after; null when nobody wrote it down.</param>
public readonly record struct IntervalCut(decimal Position, RegisterCut? Register);
