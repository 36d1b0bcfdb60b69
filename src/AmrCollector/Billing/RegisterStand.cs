namespace AmrCollector.Billing;

/// <summary>A register at an instant.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Value">As the meter shows it.</param>
/// <param name="BeforeOrder">True when an order of that very instant comes after it: the old device's last number.</param>
/// <param name="IsEstimate">True when nobody read it.</param>
public readonly record struct RegisterStand(DateTimeOffset At, decimal Value, bool BeforeOrder, bool IsEstimate);
