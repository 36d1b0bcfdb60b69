namespace AmrCollector.Polling.Traffic;

/// <summary>Bytes that went over a line in one piece, as a capture keeps them.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Nanoseconds">The same on a clock that never steps; only differences mean something.</param>
/// <param name="IsSent">True when the collector sent them; false when they were heard, whoever sent them.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record TrafficPiece(DateTimeOffset At, long Nanoseconds, bool IsSent, ReadOnlyMemory<byte> Bytes);
