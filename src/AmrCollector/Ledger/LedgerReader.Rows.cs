namespace AmrCollector.Ledger;

/// <content>Rows as they are stored, for who only passes them on.</content>
public sealed partial class LedgerReader
{
    /// <summary>Receives a row; what it does not copy is gone when it returns. It runs while other readers wait: no I/O in it.</summary>
    public delegate void RowVisitor(scoped in StoredEntry row);

    /// <summary>Where a stretch of up to <paramref name="limit"/> entries after <paramref name="sequence"/> ends now, and the epochs then.</summary>
    public (LedgerHead End, Epochs Epochs) Stretch(long sequence, int limit) => Snapshot(() =>
    {
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var head = LedgerFacts.Head(Prepared(LedgerFacts.HeadQuery), _genesis);
        if (head.Sequence - sequence <= limit) return (head.Sequence > sequence ? head : At(sequence) ?? head, epochs);
        return (At(sequence + limit) ?? head, epochs);
    });

    /// <summary>Shows every row of a meter after <paramref name="after"/> up to <paramref name="last"/> to <paramref name="visit"/>, in order.</summary>
    public void Visit(long after, long last, RowVisitor visit) => Snapshot(() =>
    {
        while (after < last)
        {
            var end = after >= _closed.Boundary ? last : Math.Min(last, Math.Min(_closed.Of(after + 1).Last, _closed.Boundary));
            var rows = FileOf(after + 1).Prepared($"SELECT {StoredEntry.Columns} FROM entry WHERE sequence > ?1 AND sequence <= ?2 AND {AuditRecord.IsNone} ORDER BY sequence").Set(1, after).Set(2, end);
            try
            {
                while (rows.Step()) visit(new StoredEntry(rows));
            }
            finally
            {
                rows.Reset();
            }

            after = end;
        }

        return after;
    });
}
