namespace AmrCollector;

/// <summary>Where account, point or ratio of a meter changed within a day.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Before">What the interval it falls into had until then, secondary; null when nobody measured it, or it falls between two intervals.</param>
/// <param name="After">What the same interval had from then on.</param>
/// <param name="ChangesRatio">True when energies before and after are multiplied differently.</param>
/// <param name="IsMeasured">True when a register of that very moment is known.</param>
internal sealed record DayCut(DateTimeOffset At, decimal? Before, decimal? After, bool ChangesRatio, bool IsMeasured);
