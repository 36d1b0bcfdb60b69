using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>
/// Closes months: copies a stretch of entries with their evidence into a file of its own, checks it against the chain, lets it count, and
/// only then takes the entries out of the active file, a few thousand at a time. Whatever ends the process in between: each entry counts
/// in exactly one file, and the next run goes on. One thread; the ledger may be written and read meanwhile.
/// </summary>
public sealed class MonthArchive : IDisposable
{
    private const int RowsACopy = 20_000;
    private const int RowsATrim = 2_000;
    private const int RowsABatch = 1_000_000; // more than one commit ever has: entries that share an exchange lie closer together

    private readonly LedgerFolder _folder;
    private readonly SqliteConnection _connection;
    private readonly Action<string> _step;

    private MonthArchive(LedgerFolder folder, SqliteConnection connection, Action<string> step) => (_folder, _connection, _step) = (folder, connection, step);

    /// <summary>Opens the ledger in <paramref name="folder"/>, which exists in the present format; <see cref="LedgerException"/> when it cannot be used.</summary>
    public static MonthArchive Open(string folder) => Open(folder, _ => { });

    /// <summary>As <see cref="Open(string)"/>; <paramref name="step"/> hears what is done next, for the test that ends it there.</summary>
    internal static MonthArchive Open(string folder, Action<string> step)
    {
        LedgerFolder files = new(Path.GetFullPath(folder));
        files.CheckHeader(LedgerSchema.Version);
        var connection = LedgerSchema.Open(files.ActiveFile, SqliteOpenMode.ReadWrite);
        foreach (var pragma in (string[])["busy_timeout=15000", "synchronous=FULL", "foreign_keys=OFF", "cache_size=-32000"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
        return new(files, connection, step);
    }

    /// <summary>
    /// Closes every month that lies <paramref name="keep"/> whole months or more before that of <paramref name="now"/>, oldest first, and takes what
    /// is closed out of the active file. Returns the months that were closed.
    /// </summary>
    public IReadOnlyList<string> CloseDue(DateTimeOffset now, int keep, CancellationToken stopping)
    {
        List<string> closed = [];
        Trim(stopping);
        var until = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-keep);
        while (!stopping.IsCancellationRequested && Oldest() is { } readAt)
        {
            DateTimeOffset begins = new(readAt.Year, readAt.Month, 1, 0, 0, 0, TimeSpan.Zero);
            if (begins.AddMonths(1) > until || LastBefore(begins.AddMonths(1)) is not { } last) break;
            closed.Add(Close(begins.ToString("yyyy-MM", CultureInfo.InvariantCulture), last, stopping));
            Trim(stopping);
        }

        return closed;
    }

    /// <summary>Closes everything up to <paramref name="last"/> as a month of that name; the newest entry always stays in the active file.</summary>
    internal string Close(string month, long last, CancellationToken stopping)
    {
        var (boundary, anchor) = Begins();
        var name = NameOf(month);
        var unfinished = _folder.ClosedFile(name) + ".new";
        File.Delete(unfinished);
        File.Delete(unfinished + "-journal");
        _step("copy");
        Copy(unfinished, boundary, last, stopping);
        _step("check");
        var head = Chain.Check(unfinished, boundary, last, anchor, stopping);
        _step("rename");
        File.Move(unfinished, _folder.ClosedFile(name), overwrite: true);
        FolderSync.Flush(_folder.Path);
        _step("register");
        Register(name, boundary + 1, last, anchor, head);
        return name;
    }

    /// <summary>Takes out of the active file what closed months hold; does nothing when nothing is left to take.</summary>
    internal void Trim(CancellationToken stopping)
    {
        var last = Number("SELECT ifnull(MAX(last), 0) FROM closed_month");
        while (!stopping.IsCancellationRequested && Number("SELECT sequence FROM boundary WHERE id = 1") is var boundary && boundary < last)
        {
            var next = Math.Min(last, boundary + RowsATrim);
            _step("trim");
            InTransaction(() =>
            {
                // First what tells who replaced them, then the boundary, then the entries: the triggers let no other order through.
                Run("INSERT OR IGNORE INTO superseded(sequence, by_sequence) SELECT replaces, sequence FROM entry WHERE replaces > ?1 AND replaces <= ?2", boundary, next);
                Run("UPDATE boundary SET sequence = ?2 WHERE id = 1 AND sequence = ?1", boundary, next);
                Run("DELETE FROM entry WHERE sequence > ?1 AND sequence <= ?2", boundary, next);
            });
        }

        TrimEvidence(stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void TrimEvidence(CancellationToken stopping)
    {
        var boundary = Number("SELECT sequence FROM boundary WHERE id = 1");
        var needed = Number("SELECT ifnull(MIN(evidence), 0) - 1 FROM entry WHERE sequence > ?1 AND sequence <= ?2", boundary, boundary + RowsABatch);
        if (boundary > 0 && needed > Number("SELECT evidence FROM boundary WHERE id = 1"))
            InTransaction(() => Run("UPDATE boundary SET evidence = ?1 WHERE id = 1", needed));
        var gone = Number("SELECT evidence FROM boundary WHERE id = 1");
        const string Spared = "(SELECT evidence FROM quarantine WHERE evidence IS NOT NULL UNION ALL SELECT evidence FROM entry WHERE replaces IS NOT NULL AND evidence IS NOT NULL)";
        const string Next = $"SELECT ifnull(MAX(id), 0) FROM (SELECT id FROM evidence WHERE id <= ?1 AND id NOT IN {Spared} ORDER BY id LIMIT 2000)";
        while (gone > 0 && !stopping.IsCancellationRequested && Number(Next, gone) is var upTo and > 0)
        {
            _step("trim evidence");
            InTransaction(() => Run($"DELETE FROM evidence WHERE id <= ?1 AND id NOT IN {Spared}", upTo));
        }
    }

    private void Copy(string file, long after, long last, CancellationToken stopping)
    {
        using (var connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate))
        {
            foreach (var pragma in (string[])["journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-64000"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            LedgerSchema.Lay(connection);
            LedgerSchema.Run(connection, "DROP INDEX entry_key"); // sorted at the end it is whole and dense
            using (var attach = new Statement(connection, "ATTACH ?1 AS active")) attach.Set(1, _folder.ActiveFile).Run();
            LedgerSchema.Run(connection, "BEGIN; INSERT INTO main.meta SELECT key, value FROM active.meta; INSERT INTO main.epoch SELECT * FROM active.epoch; COMMIT");
            for (var from = after; from < last; from += RowsACopy)
            {
                stopping.ThrowIfCancellationRequested();
                var to = Math.Min(last, from + RowsACopy);
                LedgerSchema.Run(connection, "BEGIN");
                RunOn(connection, "INSERT INTO main.entry SELECT * FROM active.entry WHERE sequence > ?1 AND sequence <= ?2 ORDER BY sequence", from, to);
                RunOn(connection, "INSERT OR IGNORE INTO main.evidence SELECT * FROM active.evidence WHERE id IN (SELECT evidence FROM active.entry WHERE sequence > ?1 AND sequence <= ?2)", from, to);
                LedgerSchema.Run(connection, "COMMIT");
            }

            LedgerSchema.Run(connection, "DETACH active");
            LedgerSchema.Run(connection, "CREATE UNIQUE INDEX entry_key ON entry(meter, item, instant, source, revision)");
        }

        using FileStream written = new(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    private void Register(string name, long first, long last, byte[] anchor, byte[] head)
    {
        using (var attach = new Statement(_connection, "ATTACH ?1 AS month")) attach.Set(1, _folder.ClosedFile(name)).Run();
        try
        {
            InTransaction(() =>
            {
                using (var insert = new Statement(_connection, """
                    INSERT INTO main.closed_month(first, last, name, anchor, head, least_instant, most_instant, closed_at)
                    SELECT ?1, ?2, ?3, ?4, ?5, ifnull(MIN(instant), 0), ifnull(MAX(instant), -1), ?6 FROM month.entry WHERE stands
                    """))
                    insert.Set(1, first).Set(2, last).Set(3, name).Set(4, anchor).Set(5, head).Set(6, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).Run();
                Run("INSERT OR IGNORE INTO main.closed_meter(meter) SELECT DISTINCT meter FROM month.entry");
                Run("UPDATE main.boundary SET months = months + 1 WHERE id = 1");
            });
        }
        finally
        {
            LedgerSchema.Run(_connection, "DETACH month");
        }
    }

    /// <summary>The last entry of closed months, registered or taken out already, and its hash.</summary>
    private (long Boundary, byte[] Anchor) Begins()
    {
        using var query = new Statement(_connection, "SELECT last, head FROM closed_month ORDER BY last DESC LIMIT 1");
        return query.Step() ? (query.Long(0), query.Blob(1)) : (0, CanonicalForm.Genesis(LedgerFacts.Id(_connection)));
    }

    private DateTimeOffset? Oldest()
    {
        using var query = new Statement(_connection, "SELECT read_at FROM entry WHERE sequence > ?1 ORDER BY sequence LIMIT 1");
        query.Set(1, Begins().Boundary);
        return query.Step() ? EntryRow.Time(query.Long(0)) : null;
    }

    /// <summary>The entry before the first that was read at or after an instant, by halving: readings come in the order of time, nearly. The newest stays.</summary>
    private long? LastBefore(DateTimeOffset instant)
    {
        var (low, high) = (Begins().Boundary, Number("SELECT ifnull(MAX(sequence), 0) FROM entry") - 1);
        var begins = low;
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (Number("SELECT read_at FROM entry WHERE sequence = ?1", middle) < instant.ToUnixTimeMilliseconds()) low = middle;
            else high = middle - 1;
        }

        return low > begins ? low : null;
    }

    private string NameOf(string month)
    {
        for (var part = 1; ; part++)
        {
            var name = part == 1 ? $"ledger-{month}.db" : string.Create(CultureInfo.InvariantCulture, $"ledger-{month}-{part}.db");
            using var known = new Statement(_connection, "SELECT 1 FROM closed_month WHERE name = ?1");
            if (!known.Set(1, name).Step()) return name;
        }
    }

    private void InTransaction(Action act)
    {
        LedgerSchema.Run(_connection, "BEGIN IMMEDIATE");
        try
        {
            act();
            LedgerSchema.Run(_connection, "COMMIT");
        }
        finally
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) LedgerSchema.Run(_connection, "ROLLBACK");
        }
    }

    private void Run(string sql, params ReadOnlySpan<long> values) => RunOn(_connection, sql, values);

    private static void RunOn(SqliteConnection connection, string sql, params ReadOnlySpan<long> values)
    {
        using Statement statement = new(connection, sql);
        for (var i = 0; i < values.Length; i++) statement.Set(i + 1, values[i]);
        statement.Run();
    }

    private long Number(string sql, params ReadOnlySpan<long> values)
    {
        using Statement query = new(_connection, sql);
        for (var i = 0; i < values.Length; i++) query.Set(i + 1, values[i]);
        return query.Step() ? query.Long(0) : 0;
    }
}
