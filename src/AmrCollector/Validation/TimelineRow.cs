using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>One reading in the history of one register.</summary>
/// <param name="Second">Its instant, whole UTC seconds since 1970.</param>
/// <param name="Value">As the meter shows it, exact; 0 when there was no number.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Marks">What it is not good for.</param>
public readonly record struct TimelineRow(long Second, decimal Value, Source Source, RowMarks Marks)
{
    /// <summary>Its instant, UTC, whole seconds.</summary>
    public DateTimeOffset Instant => DateTimeOffset.FromUnixTimeSeconds(Second);

    /// <summary>True when it is the reading of its key, released or not.</summary>
    public bool IsInForce => (Marks & (RowMarks.Rejected | RowMarks.Conflict)) == 0;

    /// <summary>True when posted consumption may run from it.</summary>
    public bool IsBaseline => Marks == RowMarks.None;

    /// <summary>True when no meter said it.</summary>
    public bool IsEstimate => Source == Source.Estimate;

    /// <summary>The row a judged register leaves in its history.</summary>
    public static TimelineRow Of(DateTimeOffset instant, Source source, decimal? value, Verdict verdict)
    {
        var marks = verdict.Judgement == Judgement.Reject ? RowMarks.Rejected
            : verdict.Rules.Contains(RuleId.Conflict) ? RowMarks.Conflict
            : RowMarks.None;
        if (verdict.Held && marks == RowMarks.None) marks = RowMarks.Held;
        if (verdict.Rules.Contains(RuleId.Jitter)) marks |= RowMarks.Aside;
        if (value is { } number && RegisterTimeline.Fits(number)) return new(instant.ToUnixTimeSeconds(), number, source, marks);
        return new(instant.ToUnixTimeSeconds(), 0, source, marks | RowMarks.NoValue);
    }
}
