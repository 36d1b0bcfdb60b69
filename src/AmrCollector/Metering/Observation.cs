namespace AmrCollector.Metering;

/// <summary>One momentary value that is never billed: voltage, current, power, a status word, a clock offset.</summary>
/// <param name="Meter">Whose.</param>
/// <param name="Item">Which quantity.</param>
/// <param name="At">When it was read, UTC.</param>
/// <param name="Value">Exact value.</param>
/// <param name="Unit">Its unit.</param>
public readonly record struct Observation(MeterId Meter, ObisCode Item, DateTimeOffset At, decimal Value, Unit Unit);
