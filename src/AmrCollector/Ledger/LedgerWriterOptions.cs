namespace AmrCollector.Ledger;

/// <summary>How the one writer groups and waits.</summary>
public sealed record LedgerWriterOptions
{
    /// <summary>Deliveries that may wait; a sender beyond them waits itself.</summary>
    public int Queue { get; init; } = 1024;

    /// <summary>The most deliveries of one commit.</summary>
    public int MostPerCommit { get; init; } = 512;

    /// <summary>Wait after the first failed commit; doubled on each further one.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(15);
}
