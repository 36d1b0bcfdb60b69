using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>What a ledger file says about itself.</summary>
internal static class LedgerFacts
{
    internal static string Id(SqliteHandle connection)
    {
        using var query = new Statement(connection, "SELECT value FROM meta WHERE key = 'ledger'");
        return query.Step() ? query.Text(0) : throw new SqliteException("the ledger id is missing", SQLitePCL.raw.SQLITE_CORRUPT);
    }

    internal const string EpochsQuery = "SELECT number, tag, after_sequence, opened_at, reason FROM epoch ORDER BY number";

    internal const string HeadQuery = "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1";

    internal static Epochs Epochs(SqliteHandle connection)
    {
        using var query = new Statement(connection, EpochsQuery);
        return Epochs(query);
    }

    internal static Epochs Epochs(Statement query)
    {
        List<Epoch> epochs = [];
        while (query.Step())
            epochs.Add(new((int)query.Long(0), query.Text(1), query.Long(2), EntryRow.Time(query.Long(3)), query.Text(4)));
        return epochs.Count > 0 ? new(epochs) : throw new SqliteException("the ledger has no epoch", SQLitePCL.raw.SQLITE_CORRUPT);
    }

    internal static LedgerHead Head(SqliteHandle connection, byte[] genesis)
    {
        using var query = new Statement(connection, HeadQuery);
        return Head(query, genesis);
    }

    internal static LedgerHead Head(Statement query, byte[] genesis)
    {
        if (!query.Step()) return new(0, Convert.ToHexStringLower(genesis));
        LedgerHead head = new(query.Long(0), Convert.ToHexStringLower(query.Blob(1)));
        query.Reset();
        return head;
    }
}
