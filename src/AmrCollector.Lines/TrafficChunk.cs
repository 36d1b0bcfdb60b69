namespace AmrCollector.Lines;

/// <summary>Bytes that went over a line in one piece.</summary>
/// <param name="At">When they had left, or had been handed over, UTC.</param>
/// <param name="Nanoseconds">The same on a clock that never steps, from an unnamed beginning: only differences mean something.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Bytes">The bytes, passwords and operator codes blanked.</param>
public sealed record TrafficChunk(DateTimeOffset At, long Nanoseconds, TrafficDirection Direction, ReadOnlyMemory<byte> Bytes);
