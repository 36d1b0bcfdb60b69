using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>An entry among those of its key.</content>
public sealed partial class LedgerReader
{
    /// <summary>The entry that replaced the one at <paramref name="sequence"/>; null while nothing has.</summary>
    public Entry? ReplacedBy(long sequence)
    {
        lock (_turn)
        {
            var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
            var query = Prepared($"SELECT {EntryRow.Columns} FROM entry WHERE replaces = ?1").Set(1, sequence);
            return One(query, row => EntryRow.Read(row).ToEntry(epochs), null);
        }
    }

    /// <summary>Every entry of one register and instant, whatever its source, in the order in which they came; at most 1,000.</summary>
    public IReadOnlyList<Entry> OfInstant(MeterId meter, ObisCode item, DateTimeOffset instant)
    {
        lock (_turn)
        {
            var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
            var query = Prepared($"SELECT {EntryRow.Columns} FROM entry WHERE meter = ?1 AND item = ?2 AND instant = ?3 LIMIT 1000");
            query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, instant.ToUnixTimeMilliseconds());
            List<Entry> entries = [];
            while (query.Step()) entries.Add(EntryRow.Read(query).ToEntry(epochs));
            return [.. entries.OrderBy(entry => entry.Sequence)];
        }
    }
}
