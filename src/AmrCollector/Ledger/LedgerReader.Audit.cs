namespace AmrCollector.Ledger;

/// <content>Who did what to the collector.</content>
public sealed partial class LedgerReader
{
    /// <summary>The newest <paramref name="most"/> records of operate and admin calls after entry <paramref name="after"/>, oldest first.</summary>
    public IReadOnlyList<AuditRecord> Audit(long after, int most)
    {
        lock (_turn)
        {
            var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
            var query = Prepared($"""
                SELECT {EntryRow.Columns} FROM entry INDEXED BY entry_key
                WHERE meter = '{AuditRecord.Meter}' AND +sequence > ?1 ORDER BY instant DESC, revision DESC LIMIT ?2
                """);
            query.Set(1, after).Set(2, most);
            List<AuditRecord> records = [];
            while (query.Step())
                if (AuditRecord.Of(EntryRow.Read(query).ToEntry(epochs)) is { } record) records.Add(record);
            return [.. records.OrderBy(record => record.Sequence)];
        }
    }
}
