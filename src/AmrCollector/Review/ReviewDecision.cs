namespace AmrCollector.Review;

/// <summary>A person's decision on one entry as he saw it.</summary>
/// <param name="EntryId">The very revision that was looked at.</param>
/// <param name="Decision">What is made of it.</param>
/// <param name="Value">The number that stands in its place, as the meter would show it; only for an edit.</param>
/// <param name="Reason">Why.</param>
/// <param name="User">Who.</param>
/// <param name="At">When, UTC.</param>
public sealed record ReviewDecision(string EntryId, Decision Decision, decimal? Value, string Reason, string User, DateTimeOffset At)
{
    /// <summary>Of a day of intervals those that are to be other; then <see cref="Value"/> is null. Without any an edit scales the day to <see cref="Value"/>.</summary>
    public IReadOnlyList<IntervalEdit> Intervals { get; init; } = [];

    /// <summary>"Accepted by li: reason".</summary>
    public string Sentence => Decision switch
    {
        Decision.Accept => $"Accepted by {User}: {Reason}",
        Decision.Reject => $"Rejected by {User}: {Reason}",
        _ => $"Edited by {User}: {Reason}",
    };
}
