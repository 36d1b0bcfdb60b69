namespace AmrCollector.Feed;

/// <summary>How large one batch may be.</summary>
/// <param name="MostEntries">Items.</param>
/// <param name="MostBytes">Bytes, null for no limit; a single item may exceed it.</param>
public sealed record BatchLimits(int MostEntries, int? MostBytes = null);
