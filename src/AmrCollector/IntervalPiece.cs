using AmrCollector.Metering;

namespace AmrCollector;

/// <summary>The intervals of a day, or of the part of it that one customer pays for.</summary>
/// <param name="Instant">Where the first begins, UTC; within an interval only for a piece of that one alone.</param>
/// <param name="Block">The intervals.</param>
/// <param name="IsDoubtful">True when it cannot be told how much of it belongs to which ratio.</param>
internal sealed record IntervalPiece(DateTimeOffset Instant, IntervalBlock Block, bool IsDoubtful);
