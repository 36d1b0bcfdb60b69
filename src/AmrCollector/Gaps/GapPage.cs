namespace AmrCollector.Gaps;

/// <summary>A page of gaps.</summary>
/// <param name="Gaps">By meter in the order of their configuration, then by day.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record GapPage(IReadOnlyList<Gap> Gaps, GapCursor? Next);
