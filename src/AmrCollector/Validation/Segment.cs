namespace AmrCollector.Validation;

/// <summary>A stretch of a register between two orders: how far it moved, how long that took, what one step is worth.</summary>
/// <param name="Difference">Register difference, secondary.</param>
/// <param name="Seconds">Real elapsed time.</param>
/// <param name="Multiplier">ct x pt then in force.</param>
internal readonly record struct Segment(decimal Difference, long Seconds, decimal Multiplier);
