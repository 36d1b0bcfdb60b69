namespace AmrCollector.Feed.Standards;

/// <summary>What a market file has no place for, and why: an export says it, so that nobody takes what is not there for nothing used.</summary>
public sealed class LeftOut
{
    private readonly SortedDictionary<(string What, string Why), long> _counts = new(Comparer<(string, string)>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}")));

    /// <summary>A sentence a reason: "31 days of profiles: intervals of 60 min, and the format has 5, 15 and 30 min alone".</summary>
    public IReadOnlyList<string> Sentences => [.. _counts.Select(left => $"{left.Value} {left.Key.What}: {left.Key.Why}")];

    /// <summary>One more is not in the file.</summary>
    /// <param name="what">In the plural: "days of profiles".</param>
    /// <param name="why">The reason, no full stop.</param>
    public void Add(string what, string why) => _counts[(what, why)] = _counts.GetValueOrDefault((what, why)) + 1;
}
