using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>What stands in force around an instant, for who bills.</content>
public sealed partial class LedgerReader
{
    private const int MostAround = 1000;

    /// <summary>Every item of <paramref name="meter"/> that is an energy register, as its first entry says.</summary>
    public IReadOnlyList<ObisCode> Registers(MeterId meter)
    {
        lock (_turn)
        {
            List<string> items = [];
            var last = "";
            var next = Prepared("SELECT item, kind FROM entry WHERE meter = ?1 AND item > ?2 ORDER BY item LIMIT 1");
            while (One(next.Set(1, meter.Value).Set(2, last), row => (row.Text(0), row.Long(1)), default((string, long)?)) is var (item, kind))
            {
                last = item;
                if (kind == (long)ItemKind.Cumulative) items.Add(item);
            }

            return [.. items.Select(ObisCode.Parse)];
        }
    }

    /// <summary>The entries in force of one register from <paramref name="from"/> to <paramref name="to"/>, both included, by instant; at most 1,000.</summary>
    public IReadOnlyList<Entry> StandingBetween(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_turn)
        {
            var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
            var query = Prepared($"""
                SELECT {EntryRow.Columns} FROM entry e
                WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND instant <= ?4 AND {Standing} ORDER BY instant, source LIMIT {MostAround}
                """);
            query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, to.ToUnixTimeMilliseconds());
            List<Entry> entries = [];
            while (query.Step()) entries.Add(EntryRow.Read(query).ToEntry(epochs));
            return entries;
        }
    }
}
