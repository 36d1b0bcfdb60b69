using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <content>The chain of acts: written whole or not at all, and checked when it is read.</content>
public sealed partial class OrderStore
{
    private void Write_NeedsLock(
        Func<IEnumerable<(ActKind Kind, long Number, MeterId Meter, string Body, string Why)>> acts, string who, DateTimeOffset now, (string Key, string Digest, string Orders)? request)
    {
        var (sequence, head) = (_sequence, _head);
        LedgerSchema.Run(_connection, "BEGIN IMMEDIATE");
        try
        {
            using var insert = new Statement(
                _connection, "INSERT INTO act(sequence, at, who, act, number, meter, body, why, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
            foreach (var (kind, number, meter, body, why) in acts())
            {
                Act act = new(++sequence, now.ToUnixTimeMilliseconds(), Clean(who), kind, number, meter.Value, body, Clean(why));
                head = act.HashAfter(head);
                insert.Set(1, act.Sequence).Set(2, act.At).Set(3, act.Who).Set(4, (long)act.Kind).Set(5, act.Number)
                    .Set(6, act.Meter).Set(7, act.Body).Set(8, act.Why).Set(9, head).Run();
            }

            if (request is { } known)
            {
                using var keep = new Statement(_connection, "INSERT INTO request(key, at, digest, orders) VALUES(?1, ?2, ?3, ?4)");
                keep.Set(1, known.Key).Set(2, now.ToUnixTimeMilliseconds()).Set(3, known.Digest).Set(4, known.Orders).Run();
            }

            LedgerSchema.Run(_connection, "COMMIT");
            (_sequence, _head) = (sequence, head);
        }
        finally
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) LedgerSchema.Run(_connection, "ROLLBACK");
        }
    }

    private void Load(string file)
    {
        Dictionary<long, FiledOrder> filed = [];
        using var query = new Statement(_connection, "SELECT sequence, at, who, act, number, meter, body, why, hash FROM act ORDER BY sequence");
        while (query.Step())
        {
            Act act = new(
                query.Long(0), query.Long(1), query.Text(2), (ActKind)query.Long(3), query.Long(4), query.Text(5), query.Text(6), query.Text(7));
            var hash = act.HashAfter(_head);
            if (act.Sequence != _sequence + 1 || !hash.AsSpan().SequenceEqual(query.Blob(8)))
                throw new LedgerException(LedgerFault.Corrupt, $"{file} is not what was written: act {act.Sequence} does not follow act {_sequence}. Keep a copy of the folder, then restore the last backup with 'amr restore'.");
            (_sequence, _head) = (act.Sequence, hash);
            Take(act, filed);
        }

        var book = OrderBook.Empty;
        foreach (var one in filed.Values)
        {
            book = book.With(one);
            if (_accepted.TryGetValue(one.Order.Meter, out var known)) book = book.WithFirst(one.Order.Meter, known.First);
        }

        Volatile.Write(ref _book, book);
    }

    private void Take(Act act, Dictionary<long, FiledOrder> filed)
    {
        var at = EntryRow.Time(act.At);
        switch (act.Kind)
        {
            case ActKind.Entered:
                filed[act.Number] = new() { Number = act.Number, Order = OrderText.Read(act.Meter, act.Body), EnteredBy = act.Who, EnteredAt = at };
                _number = Math.Max(_number, act.Number);
                break;
            case ActKind.Withdrawn:
                filed[act.Number] = filed[act.Number] with { WithdrawnBy = act.Who, WithdrawnAt = at, WithdrawnFor = act.Why };
                break;
            default:
                Accepted_NeedsLock(new(act.Meter), OrderText.ReadMaster(act.Body), at);
                break;
        }
    }

    // What comes back from the file must be what was hashed: SQLite ends a text at NUL, UTF-8 has no lone surrogate.
    private static string Clean(string text) => System.Text.Ascii.IsValid(text) && !text.Contains('\0') ? text : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
