using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>What stands in force around an instant, for who bills.</content>
public sealed partial class LedgerReader
{
    /// <summary>
    /// Every item of <paramref name="meter"/> that is an energy register, as the active file says; the closed months are asked only for a meter
    /// that has nothing there.
    /// </summary>
    public IReadOnlyList<ObisCode> Registers(MeterId meter) => Snapshot(() =>
    {
        const string Sql = "SELECT kind FROM entry WHERE meter = ?1 AND item = ?2 LIMIT 1";
        foreach (var file in ClosedFiles().Prepend(_active))
        {
            var items = ItemsIn([file], meter);
            if (items.Count > 0)
                return (IReadOnlyList<ObisCode>)[.. items.Where(item => One(file.Prepared(Sql).Set(1, meter.Value).Set(2, item.ToString()), row => row.Long(0), -1) == (long)ItemKind.Cumulative)];
        }

        return [];
    });

    /// <summary>The entries in force of one register from <paramref name="from"/> to <paramref name="to"/>, both included, by instant; at most 1,000.</summary>
    public IReadOnlyList<Entry> StandingBetween(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset to) => Snapshot(() =>
    {
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var entries = Gather(
            $"""
            SELECT {EntryRow.Columns} FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND instant <= ?4 AND {Standing} ORDER BY instant, source LIMIT 1000
            """,
            query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, to.ToUnixTimeMilliseconds()),
            row => EntryRow.Read(row).ToEntry(epochs), from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        return _closed.Boundary == 0 ? entries : [.. entries.OrderBy(entry => entry.Draft.Instant).ThenBy(entry => entry.Draft.Source).Take(1000)];
    });
}
