using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Ledger;

/// <content>What a consumer should have booked.</content>
public sealed partial class LedgerReader
{
    /// <summary>
    /// What a consumer that has taken everything up to <paramref name="upTo"/> should have booked of one register with an instant from
    /// <paramref name="from"/> to before <paramref name="before"/>: what stood in force then, neither held nor rejected; by instant.
    /// </summary>
    public IReadOnlyList<BookedPoint> Booked(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset before, long upTo) => Snapshot(() =>
    {
        const string Sql = """
            SELECT sequence, instant, coalesce(consumption_unit, unit), consumption, source FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND instant < ?4 AND sequence <= ?5 AND stands AND held = 0 AND judgement <> ?6
            AND NOT EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.sequence AND r.sequence <= ?5) ORDER BY instant, source
            """;
        List<(long Source, BookedPoint Point)> points = [];
        Walk(_active, upTo);
        foreach (var month in _closed.Between(from.ToUnixTimeMilliseconds(), before.ToUnixTimeMilliseconds())) Walk(_closed.File(month), Math.Min(upTo, _closed.Boundary));
        return (IReadOnlyList<BookedPoint>)[.. points.OrderBy(one => one.Point.Instant).ThenBy(one => one.Source).Select(one => one.Point)];

        void Walk(LedgerFile file, long last)
        {
            var query = file.Prepared(Sql).Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, before.ToUnixTimeMilliseconds())
                .Set(5, last).Set(6, (long)Judgement.Reject);
            while (query.Step())
            {
                if (file != _active && _closed.SupersededBy(query.Long(0)) <= upTo) continue;
                points.Add((query.Long(4), new(query.Long(0), EntryRow.Time(query.Long(1)), query.Text(2), query.TextOrNull(3) is { } value ? EntryRow.Number(value) : 0m)));
            }
        }
    });
}
