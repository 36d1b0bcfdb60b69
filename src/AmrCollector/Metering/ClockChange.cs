namespace AmrCollector.Metering;

/// <summary>A meter's clock was changed, or may have been.</summary>
/// <param name="At">The latest moment at which it still showed its old time for sure, UTC.</param>
/// <param name="Sentence">How, with its stop.</param>
public sealed record ClockChange(DateTimeOffset At, string Sentence)
{
    /// <summary>The first moment at which it was known what it shows since, UTC; not before <see cref="At"/>. Whatever it told between them may be of either time.</summary>
    public DateTimeOffset Until { get; init; } = At;
}
