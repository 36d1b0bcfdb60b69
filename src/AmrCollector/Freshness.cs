using System.Collections.Concurrent;

namespace AmrCollector;

/// <summary>
/// How old the newest reading of each line is, and which lines are older than the site's objective. Any thread. A line of which no reading is
/// known has the objective's time from the start on.
/// </summary>
internal sealed class Freshness(TimeSpan objective, IEnumerable<string> lines, DateTimeOffset since)
{
    private readonly IReadOnlyList<string> _lines = [.. lines];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);

    /// <summary>The age a line's newest reading may have.</summary>
    internal TimeSpan Objective => objective;

    /// <summary>The lines with meters, in the order of the configuration.</summary>
    internal IReadOnlyList<string> Lines => _lines;

    /// <summary>A reading of <paramref name="instant"/> is in the ledger.</summary>
    internal void Note(string line, DateTimeOffset instant) =>
        _newest.AddOrUpdate(line, static (_, at) => at, static (_, known, at) => at > known ? at : known, instant);

    /// <summary>The newest reading's instant of each line that has one.</summary>
    internal IReadOnlyDictionary<string, DateTimeOffset> Newest() => new Dictionary<string, DateTimeOffset>(_newest, StringComparer.Ordinal);

    /// <summary>The lines whose newest reading is older than the objective, in the order of the configuration.</summary>
    internal IReadOnlyList<string> Stale(DateTimeOffset now) =>
        [.. _lines.Where(line => now - (_newest.TryGetValue(line, out var newest) ? newest : since) > objective)];
}
