namespace AmrCollector.Validation;

/// <summary>A register known at a boundary of an interval.</summary>
/// <param name="Boundary">Steps since the beginning of the day; negative before it, beyond the day's intervals after it.</param>
/// <param name="Value">As the meter shows it.</param>
public readonly record struct KnownRegister(int Boundary, decimal Value);
