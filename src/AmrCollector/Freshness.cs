using System.Collections.Concurrent;

namespace AmrCollector;

/// <summary>
/// How old the newest reading of each line is, and which lines are older than the site's objective. Any thread; a reload may change both. A line of which no reading is
/// known has the objective's time from the start on.
/// </summary>
internal sealed class Freshness(Func<TimeSpan> objective, Func<IReadOnlyList<string>> lines, DateTimeOffset since)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);

    /// <summary>The age a line's newest reading may have.</summary>
    internal TimeSpan Objective => objective();

    /// <summary>The lines with meters, in the order of the configuration.</summary>
    internal IReadOnlyList<string> Lines => lines();

    /// <summary>A reading of <paramref name="instant"/> is in the ledger.</summary>
    internal void Note(string line, DateTimeOffset instant) =>
        _newest.AddOrUpdate(line, static (_, at) => at, static (_, known, at) => at > known ? at : known, instant);

    /// <summary>The newest reading's instant of each line that has one.</summary>
    internal IReadOnlyDictionary<string, DateTimeOffset> Newest() => new Dictionary<string, DateTimeOffset>(_newest, StringComparer.Ordinal);

    /// <summary>The lines whose newest reading is older than the objective, in the order of the configuration.</summary>
    internal IReadOnlyList<string> Stale(DateTimeOffset now) =>
        [.. Lines.Where(line => now - (_newest.TryGetValue(line, out var newest) ? newest : since) > Objective)];
}
