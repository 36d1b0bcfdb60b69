namespace AmrCollector.Polling;

/// <summary>How patient a poller is. The defaults suit RS-485 risers and concentrators.</summary>
public sealed record PollOptions
{
    /// <summary>Tries of one question inside a round, 1..10; a failing meter gets one.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Silent rounds after which a meter can be taken for down.</summary>
    public int DownAfterRounds { get; init; } = 2;

    /// <summary>How long its silence must last for that, from its first silent round on.</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Wait before a meter that was silent, but is not down yet, is asked again.</summary>
    public TimeSpan MeterDoubt { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait after a meter was taken for down; it doubles with every probe that fails.</summary>
    public TimeSpan MeterBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait between probes of a dead meter.</summary>
    public TimeSpan MeterBackoffMost { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wait after a line's first failed opening.</summary>
    public TimeSpan LineBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between openings of a line that is down.</summary>
    public TimeSpan LineBackoffMost { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Unanswered exchanges in a row, over all meters, after which an open TCP line is taken for half-open and reconnected.</summary>
    public int SilenceBeforeReconnect { get; init; } = 12;

    /// <summary>Wait before a freeze that was not there is asked for again.</summary>
    public TimeSpan FreezeRetry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Days of one backfill block, 1..7 (design.md §3, Backfill).</summary>
    public int BackfillDays { get; init; } = 7;

    /// <summary>Days of history fetched from the meters' memory, 1..62; never more than the model keeps.</summary>
    public int HistoryDays { get; init; } = FreezeCalendar.MostDays;

    /// <summary>Exchanges an hour that recovery from the meters' memory may take of a line's idle time; 0: all of it.</summary>
    public int RecoveriesPerHour { get; init; }

    /// <summary>Blocks handed over and not yet committed, per line; then the line waits.</summary>
    public int Unstored { get; init; } = 16;
}
