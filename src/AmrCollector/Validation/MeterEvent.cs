namespace AmrCollector.Validation;

/// <summary>One recorded event.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When it began, UTC.</param>
/// <param name="End">When it ended; null for a moment, or while it lasts.</param>
/// <param name="Order">The work order that explains it; empty when none does.</param>
/// <param name="PreClear">For a clear: the register just before, when the meter kept it.</param>
/// <param name="Phase">A, B, C or empty.</param>
public sealed record MeterEvent(
    MeterEventKind Kind, DateTimeOffset At, DateTimeOffset? End = null, string Order = "", decimal? PreClear = null, string Phase = "");
