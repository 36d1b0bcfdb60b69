namespace AmrCollector.Gaps;

/// <summary>Where a walk over the months that have gaps stands.</summary>
/// <param name="Stream">Number of the stream.</param>
/// <param name="Month">Year x 12 + month - 1.</param>
public readonly record struct GapCursor(long Stream, int Month)
{
    /// <summary>Nothing is left.</summary>
    public static GapCursor End { get; } = new(long.MaxValue, int.MaxValue);
}
