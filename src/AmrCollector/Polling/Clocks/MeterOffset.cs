using AmrCollector.Metering;

namespace AmrCollector.Polling.Clocks;

/// <summary>How far a meter's clock was off when it was read last.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Offset">Against the collector's, positive when ahead; half the round trip is taken off.</param>
/// <param name="At">When that was, UTC.</param>
public readonly record struct MeterOffset(MeterId Meter, TimeSpan Offset, DateTimeOffset At);
