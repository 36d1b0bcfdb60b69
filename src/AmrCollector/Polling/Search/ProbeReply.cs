namespace AmrCollector.Polling.Search;

/// <summary>What a window held.</summary>
/// <param name="Bytes">All bytes; valid until the next probe.</param>
/// <param name="LastByte">From the end of the request to the last byte; zero when none came.</param>
/// <param name="CharacterErrors">Characters that were dropped for their parity.</param>
public readonly record struct ProbeReply(ReadOnlyMemory<byte> Bytes, TimeSpan LastByte, long CharacterErrors);
