using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>What followers of the sequence ask of every entry there is: three columns, not the whole of it.</content>
public sealed partial class LedgerReader
{
    /// <summary>
    /// Meter and instant of up to <paramref name="limit"/> entries of registers after <paramref name="sequence"/>, in commit order, and how far was looked: go on
    /// from there, until that is the sequence itself. At most <see cref="MostLookedAt"/> entries are looked at, and a stretch ends with a closed month.
    /// </summary>
    public (IReadOnlyList<(MeterId Meter, DateTimeOffset Instant)> Registers, LedgerHead End) TouchedAfter(long sequence, int limit) => Snapshot(() =>
    {
        var head = LedgerFacts.Head(Prepared(LedgerFacts.HeadQuery), _genesis);
        var last = Math.Min(EndOfFile(sequence, head), sequence + MostLookedAt);
        var query = FileOf(sequence + 1).Prepared(
            $"SELECT sequence, meter, instant FROM entry WHERE sequence > ?1 AND sequence <= ?2 AND {AuditRecord.IsNone} AND kind = ?3 ORDER BY sequence LIMIT ?4");
        query.Set(1, sequence).Set(2, last).Set(3, (long)ItemKind.Cumulative).Set(4, limit);
        List<(MeterId, DateTimeOffset)> registers = [];
        var seen = last;
        while (query.Step())
        {
            registers.Add((new(query.Text(1)), EntryRow.Time(query.Long(2))));
            seen = query.Long(0);
        }

        var end = registers.Count < limit ? Math.Max(last, sequence) : seen;
        return ((IReadOnlyList<(MeterId, DateTimeOffset)>)registers, At(end) ?? head);
    });
}
