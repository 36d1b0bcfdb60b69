using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>What re-judging needs: every entry that nothing has replaced, rejects and conflicts included.</content>
public sealed partial class LedgerReader
{
    /// <summary>Every item of <paramref name="meter"/> that has entries, one index step each.</summary>
    public IReadOnlyList<ObisCode> Items(MeterId meter)
    {
        lock (_turn)
        {
            List<string> items = [];
            var next = Prepared("SELECT item FROM entry WHERE meter = ?1 AND item > ?2 ORDER BY item LIMIT 1");
            while (One(next.Set(1, meter.Value).Set(2, items.Count > 0 ? items[^1] : ""), row => row.Text(0), null) is { } item) items.Add(item);
            return [.. items.Select(ObisCode.Parse)];
        }
    }

    /// <summary>
    /// The entries of one register at or after <paramref name="from"/> that nothing has replaced, whatever their verdict: by instant, then
    /// as they came, at most <paramref name="limit"/>.
    /// </summary>
    public IReadOnlyList<Entry> Leaves(MeterId meter, ObisCode item, DateTimeOffset from, int limit)
    {
        lock (_turn)
        {
            var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
            var query = Prepared($"""
                SELECT {EntryRow.Columns} FROM entry e
                WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND NOT EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.sequence)
                ORDER BY instant LIMIT ?4
                """);
            query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, limit);
            List<Entry> leaves = [];
            while (query.Step()) leaves.Add(EntryRow.Read(query).ToEntry(epochs));
            return [.. leaves.OrderBy(entry => entry.Draft.Instant).ThenBy(entry => entry.Sequence)];
        }
    }
}
