using Microsoft.Data.Sqlite;

namespace AmrCollector.BillingConsumer;

/// <summary>
/// The books: each entry once, by its id. What came with one push or page is booked in one transaction together with the cursor, so that
/// an end at any instant leaves either all of it or nothing.
/// </summary>
internal sealed class Books : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS entry(
          id          TEXT PRIMARY KEY,
          item        TEXT NOT NULL,
          instant     TEXT NOT NULL,
          replaces    TEXT,
          counts      INTEGER NOT NULL,
          unit        TEXT NOT NULL,
          consumption TEXT,
          text        TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS entry_replaces ON entry(replaces) WHERE replaces IS NOT NULL;
        CREATE TABLE IF NOT EXISTS push(id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS state(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        -- What must never happen: one id with two contents.
        CREATE TABLE IF NOT EXISTS fault(id TEXT NOT NULL, text TEXT NOT NULL) STRICT;
        """;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;

    public Books(string file)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        foreach (var sql in (string[])["PRAGMA busy_timeout=5000", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", Schema]) Run(sql);
    }

    /// <summary>The cursor after everything that was booked; empty at the beginning.</summary>
    public string Cursor => State("cursor");

    /// <summary>The head that came with it.</summary>
    public string Head => State("head");

    /// <summary>Books what is new of <paramref name="entries"/>; returns how many that were. On return it is on the disk.</summary>
    public int Book(string? push, IReadOnlyList<BookedEntry> entries, string next, string head)
    {
        lock (_turn)
        {
            using var transaction = _connection.BeginTransaction();
            var booked = 0;
            foreach (var entry in entries) booked += Book(entry) ? 1 : 0;
            if (push is not null) Run("INSERT OR IGNORE INTO push(id) VALUES($id)", ("$id", push));
            Run("INSERT OR REPLACE INTO state(key, value) VALUES('cursor', $next), ('head', $head)", ("$next", next), ("$head", head));
            transaction.Commit();
            return booked;
        }
    }

    /// <summary>What is booked now by day of the instant in UTC, item and unit: not held, not rejected, not replaced.</summary>
    public IReadOnlyList<(string Day, string Item, string Unit, string Id, string? Consumption)> InForce()
    {
        lock (_turn)
        {
            using var query = Command("""
                SELECT substr(instant, 1, 10), item, unit, id, consumption FROM entry e
                WHERE counts AND NOT EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.id) ORDER BY 1, 2, 3, id
                """);
            using var rows = query.ExecuteReader();
            List<(string, string, string, string, string?)> found = [];
            while (rows.Read()) found.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetString(4)));
            return found;
        }
    }

    public void Dispose() => _connection.Dispose();

    private bool Book(BookedEntry entry)
    {
        var isNew = Run(
            """
            INSERT OR IGNORE INTO entry(id, item, instant, replaces, counts, unit, consumption, text)
            VALUES($id, $item, $instant, $replaces, $counts, $unit, $consumption, $text)
            """,
            ("$id", entry.Id), ("$item", entry.Item), ("$instant", entry.Instant), ("$replaces", entry.Replaces), ("$counts", entry.Counts ? 1 : 0),
            ("$unit", entry.Unit), ("$consumption", entry.Consumption), ("$text", entry.Text)) > 0;
        if (!isNew) Run("INSERT INTO fault(id, text) SELECT $id, $text FROM entry WHERE id = $id AND text <> $text", ("$id", entry.Id), ("$text", entry.Text));
        return isNew;
    }

    private string State(string key)
    {
        lock (_turn)
        {
            using var query = Command("SELECT value FROM state WHERE key = $key");
            query.Parameters.AddWithValue("$key", key);
            return query.ExecuteScalar() as string ?? "";
        }
    }

    private int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql);
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // only constants of this file come here
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
