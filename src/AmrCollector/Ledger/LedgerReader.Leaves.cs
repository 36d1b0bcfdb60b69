using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>What re-judging needs: every entry that nothing has replaced, rejects and conflicts included.</content>
public sealed partial class LedgerReader
{
    /// <summary>Every item of <paramref name="meter"/> that has entries, one index step each.</summary>
    public IReadOnlyList<ObisCode> Items(MeterId meter) => Snapshot(() =>
        (IReadOnlyList<ObisCode>)ItemsIn([_active, .. ClosedFiles()], meter));

    /// <summary>
    /// The entries of one register at or after <paramref name="from"/> that nothing has replaced, whatever their verdict: by instant, then
    /// as they came, at most <paramref name="limit"/>.
    /// </summary>
    public IReadOnlyList<Entry> Leaves(MeterId meter, ObisCode item, DateTimeOffset from, int limit) => Snapshot(() =>
    {
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var leaves = Gather(
            $"SELECT {EntryRow.Columns} FROM entry e WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND {LedgerFile.Leaf} ORDER BY instant LIMIT ?4",
            query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, limit), row => EntryRow.Read(row).ToEntry(epochs), from.ToUnixTimeMilliseconds());
        return (IReadOnlyList<Entry>)[.. leaves.OrderBy(entry => entry.Draft.Instant).ThenBy(entry => entry.Sequence).Take(limit)];
    });
}
