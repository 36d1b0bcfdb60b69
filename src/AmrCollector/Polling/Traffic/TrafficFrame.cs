namespace AmrCollector.Polling.Traffic;

/// <summary>A run of bytes of the traffic: one checked frame with the wake-up bytes ahead of it, or bytes that are none.</summary>
/// <param name="At">When its first byte came, UTC.</param>
/// <param name="Nanoseconds">The same on a clock that never steps.</param>
/// <param name="IsSent">True when the collector sent it.</param>
/// <param name="Protocol">What it speaks (<see cref="Models.Dictionary.FrameProtocol"/>), "modbus-ascii", or null when it is no frame.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record TrafficFrame(DateTimeOffset At, long Nanoseconds, bool IsSent, string? Protocol, byte[] Bytes);
