using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>What a consumer asks for.</summary>
public sealed record FeedQuery
{
    /// <summary>The most entries of one page.</summary>
    public const int MostEntries = 10_000;

    /// <summary>The longest wait for an entry.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>The cursor as the consumer gives it back; null or empty for the beginning.</summary>
    public string? After { get; init; }

    /// <summary>1 to <see cref="MostEntries"/>.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Which entries.</summary>
    public EntryFilter Filter { get; init; } = EntryFilter.All;

    /// <summary>How long to wait for the first entry when there is none; 0 to <see cref="LongestWait"/>.</summary>
    public TimeSpan Wait { get; init; }
}
