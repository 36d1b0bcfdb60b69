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

    /// <summary>What the entries of one register in force say was used, by instant: those from <paramref name="from"/> to before <paramref name="before"/>, the last <paramref name="limit"/> of them.</summary>
    public IReadOnlyList<ConsumedStretch> Consumed(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset before, int limit)
    {
        lock (_turn)
        {
            var query = Prepared($"""
                SELECT sequence, consumption_from, instant, consumption, coalesce(consumption_unit, unit), held, source FROM entry e
                WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND instant < ?4 AND consumption IS NOT NULL AND consumption_from IS NOT NULL AND {Standing}
                ORDER BY instant DESC, source LIMIT ?5
                """);
            query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, before.ToUnixTimeMilliseconds()).Set(5, limit);
            List<ConsumedStretch> stretches = [];
            while (query.Step())
                stretches.Add(new(query.Long(0), EntryRow.Time(query.Long(1)), EntryRow.Time(query.Long(2)), EntryRow.Number(query.Text(3)), query.Text(4), query.Long(5) != 0, (Source)query.Long(6)));
            stretches.Reverse();
            return stretches;
        }
    }

    /// <summary>The newest entry of <paramref name="meter"/> that keeps bytes of a wire, of the total register first; null when none does.</summary>
    public Entry? NewestProven(MeterId meter, ObisCode item)
    {
        lock (_turn)
        {
            var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
            var query = Prepared($"SELECT {EntryRow.Columns} FROM entry WHERE meter = ?1 AND item = ?2 AND evidence IS NOT NULL AND replaces IS NULL ORDER BY instant DESC LIMIT 1");
            return One(query.Set(1, meter.Value).Set(2, item.ToString()), row => EntryRow.Read(row).ToEntry(epochs), null);
        }
    }
}
