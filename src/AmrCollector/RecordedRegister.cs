namespace AmrCollector;

/// <summary>A register as a meter recorded it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Value">As the meter shows it.</param>
internal sealed record RecordedRegister(DateTimeOffset At, decimal Value);
