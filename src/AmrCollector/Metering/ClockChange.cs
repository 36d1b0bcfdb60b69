namespace AmrCollector.Metering;

/// <summary>A meter's clock was changed, or may have been.</summary>
/// <param name="At">The latest moment at which it still showed its old time for sure, UTC.</param>
/// <param name="Sentence">How, with its stop.</param>
public sealed record ClockChange(DateTimeOffset At, string Sentence);
