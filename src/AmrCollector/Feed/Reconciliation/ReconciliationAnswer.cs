namespace AmrCollector.Feed.Reconciliation;

/// <summary>What comes of a <see cref="ReconciliationBody"/>.</summary>
public abstract record ReconciliationAnswer
{
    private ReconciliationAnswer()
    {
    }

    /// <summary>The body makes no sense: the sentence says which part.</summary>
    public sealed record Invalid(string Why) : ReconciliationAnswer;

    /// <summary>The consumer was given something this ledger does not have: a cut tail, a restored backup, another ledger.</summary>
    /// <param name="Why">What happened and what to do.</param>
    /// <param name="Resume">The last place both sides agree on.</param>
    public sealed record Gone(string Why, FeedCursor Resume) : ReconciliationAnswer;

    /// <summary>The days were compared.</summary>
    /// <param name="UpTo">The chain's state up to which the ledger was looked at: what the consumer has been given.</param>
    /// <param name="Days">How many (day, item, unit) were compared.</param>
    /// <param name="Differences">Where the books differ; empty when they are equal.</param>
    public sealed record Compared(string UpTo, int Days, IReadOnlyList<DayDifference> Differences) : ReconciliationAnswer;
}
