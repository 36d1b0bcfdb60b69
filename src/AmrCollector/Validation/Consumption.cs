using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Primary consumption (times the multiplier) from <paramref name="From"/> to the reading's instant.</summary>
/// <param name="Value">Amount, exact.</param>
/// <param name="Unit">Unit of the register.</param>
/// <param name="From">Instant of the baseline, UTC.</param>
public sealed record Consumption(decimal Value, Unit Unit, DateTimeOffset From);
