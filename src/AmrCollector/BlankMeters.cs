using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector;

/// <summary>
/// Configured meters of which the ledger has no entry: nothing has to be looked up for them, and after a large installation that is
/// most of them. Loaded once at the start; a meter leaves it before the sender of its first block is told of the commit. Thread-safe.
/// </summary>
internal sealed class BlankMeters
{
    private readonly Lock _gate = new();
    private readonly HashSet<MeterId> _blank;

    internal BlankMeters(IEnumerable<Meter> configured, LedgerReader ledger)
    {
        _blank = [.. configured.Select(meter => meter.Id)];
        foreach (var known in ledger.Meters()) _blank.Remove(known);
    }

    internal bool Contains(MeterId meter)
    {
        lock (_gate) return _blank.Contains(meter);
    }

    /// <summary>Entries were committed.</summary>
    internal void Note(Commit commit)
    {
        lock (_gate)
        {
            if (_blank.Count == 0) return;
            foreach (var entry in commit.Entries) _blank.Remove(entry.Draft.Meter.Id);
            if (_blank.Count == 0) _blank.TrimExcess();
        }
    }
}
