namespace AmrCollector.Polling.Turns;

/// <summary>Bytes that arrived in one piece.</summary>
/// <param name="After">How long after the request had left.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record TurnChunk(TimeSpan After, ReadOnlyMemory<byte> Bytes);
