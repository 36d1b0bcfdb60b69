using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>An entry among those of its key, in the active file and in closed months.</content>
public sealed partial class LedgerReader
{
    private const int MostOfInstant = 1000;

    /// <summary>The entry that replaced the one at <paramref name="sequence"/>; null while nothing has.</summary>
    public Entry? ReplacedBy(long sequence) => Snapshot(() =>
    {
        if (sequence <= _closed.Boundary) return _closed.SupersededBy(sequence) is { } later ? Entry(later) : null;
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var query = Prepared($"SELECT {EntryRow.Columns} FROM entry WHERE replaces = ?1").Set(1, sequence);
        return One(query, row => EntryRow.Read(row).ToEntry(epochs), null);
    });

    /// <summary>Every entry of one register and instant, whatever its source and replaced or not, in the order in which they came; at most 1,000.</summary>
    public IReadOnlyList<Entry> OfInstant(MeterId meter, ObisCode item, DateTimeOffset instant) => Snapshot(() =>
    {
        var (epochs, at) = (_epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery)), instant.ToUnixTimeMilliseconds());
        List<Entry> entries = [];
        Walk(_active, long.MaxValue);
        foreach (var month in _closed.Between(at, at)) Walk(_closed.File(month), _closed.Boundary);
        return (IReadOnlyList<Entry>)[.. entries.DistinctBy(entry => entry.Sequence).OrderBy(entry => entry.Sequence)];

        void Walk(LedgerFile file, long last)
        {
            var query = file.Prepared($"SELECT {EntryRow.Columns} FROM entry WHERE meter = ?1 AND item = ?2 AND instant = ?3 AND sequence <= ?4 LIMIT {MostOfInstant}");
            query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, at).Set(4, last);
            while (query.Step()) entries.Add(EntryRow.Read(query).ToEntry(epochs));
        }
    });

    /// <summary>What the entries of one register in force say was used, by instant: those from <paramref name="from"/> to before <paramref name="before"/>, the last <paramref name="limit"/> of them.</summary>
    public IReadOnlyList<ConsumedStretch> Consumed(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset before, int limit) => Snapshot(() =>
    {
        var (first, last) = (from.ToUnixTimeMilliseconds(), before.ToUnixTimeMilliseconds());
        var stretches = Gather(
            $"""
            SELECT sequence, consumption_from, instant, consumption, coalesce(consumption_unit, unit), held, source FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND instant < ?4 AND consumption IS NOT NULL AND consumption_from IS NOT NULL AND {LedgerFile.Standing}
            ORDER BY instant DESC, source LIMIT ?5
            """,
            query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, first).Set(4, last).Set(5, limit), Stretch, first, last);
        return (IReadOnlyList<ConsumedStretch>)[.. stretches.OrderBy(one => one.Until).ThenByDescending(one => one.Source).TakeLast(limit)];
    });

    /// <summary>The newest entry of a register that keeps bytes of a wire; null when none does.</summary>
    public Entry? NewestProven(MeterId meter, ObisCode item) => Snapshot(() =>
    {
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var found = Gather(
            $"SELECT {EntryRow.Columns} FROM entry WHERE meter = ?1 AND item = ?2 AND evidence IS NOT NULL AND replaces IS NULL AND (?9 IS NULL OR sequence <= ?9) ORDER BY instant DESC LIMIT 1",
            query => query.Set(1, meter.Value).Set(2, item.ToString()), row => EntryRow.Read(row).ToEntry(epochs), LastMonths());
        return found.MaxBy(entry => entry.Draft.Instant);
    });

    /// <summary>What was read last is in the active file or in the youngest closed months: no older file is opened for it.</summary>
    private long LastMonths() => _closed.All.Count > 2 ? _closed.All[^2].LeastInstant : long.MinValue;

    private static ConsumedStretch Stretch(Statement row) => new(
        row.Long(0), EntryRow.Time(row.Long(1)), EntryRow.Time(row.Long(2)), EntryRow.Number(row.Text(3)), row.Text(4), row.Long(5) != 0, (Source)row.Long(6));
}
