using System.Reflection;
using AmrCollector.Ledger;
using AmrCollector.Storage;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Feed;

/// <summary>Durable cursors of the sinks, in sinks.db beside the ledger. Any thread; each call is one durable transaction.</summary>
public sealed class SinkStore : IDisposable
{
    private static readonly DatabaseFormat Format = new(Script());

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;

    private SinkStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or creates sinks.db in the ledger's folder; <see cref="LedgerException"/> when a newer version wrote it or it is damaged.</summary>
    public static SinkStore Open(string folder)
    {
        var file = Path.Combine(folder, "sinks.db");
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            Format.BringOrRefuse(connection, file);
            return new(connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is SqliteException failure)
            {
                throw new LedgerException(
                    failure.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable,
                    $"{file} cannot be used: {failure.Sentence()}. It holds the sinks' cursors; restore it with the ledger by 'amr restore'.",
                    e);
            }

            throw;
        }
    }

    /// <summary>Where sink <paramref name="name"/> stands; <paramref name="first"/> is stored when it is new.</summary>
    public SinkState State(string name, SinkState first)
    {
        lock (_turn)
        {
            if (Stored(name) is { } known) return known;
            Save(name, first);
            return first;
        }
    }

    /// <summary>The push that was being tried, or null.</summary>
    public PushBatch? Batch(string name)
    {
        lock (_turn)
        {
            using var query = new Statement(_connection, "SELECT id, after, last, made_at FROM batch WHERE sink = ?1");
            return query.Set(1, name).Step() ? new(query.Text(0), query.Long(1), query.Long(2), EntryRow.Time(query.Long(3))) : null;
        }
    }

    /// <summary>Stores what is going to be tried, before it is.</summary>
    public void Begin(string name, PushBatch batch)
    {
        lock (_turn)
        {
            using var insert = new Statement(_connection, "INSERT OR REPLACE INTO batch(sink, id, after, last, made_at) VALUES(?1, ?2, ?3, ?4, ?5)");
            insert.Set(1, name).Set(2, batch.Id).Set(3, batch.After).Set(4, batch.Last).Set(5, batch.MadeAt.ToUnixTimeMilliseconds()).Run();
        }
    }

    /// <summary>The batch is done with, one way or the other: the new state, and what was refused, in one transaction.</summary>
    public void End(string name, SinkState state, RefusedEntry? refused)
    {
        lock (_turn)
        {
            LedgerSchema.Run(_connection, "BEGIN IMMEDIATE");
            try
            {
                Save(name, state);
                using var delete = new Statement(_connection, "DELETE FROM batch WHERE sink = ?1");
                delete.Set(1, name).Run();
                if (refused is not null) Quarantine(refused);
                LedgerSchema.Run(_connection, "COMMIT");
            }
            catch
            {
                if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) LedgerSchema.Run(_connection, "ROLLBACK");
                throw;
            }
        }
    }

    /// <summary>What sink <paramref name="name"/> was refused, oldest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<RefusedEntry> Refused(string name, int limit)
    {
        lock (_turn)
        {
            using var query = new Statement(_connection, "SELECT sequence, entry, reason, at FROM refused WHERE sink = ?1 ORDER BY sequence LIMIT ?2");
            query.Set(1, name).Set(2, limit);
            List<RefusedEntry> refused = [];
            while (query.Step()) refused.Add(new(name, query.Long(0), query.Text(1), query.Text(2), EntryRow.Time(query.Long(3))));
            return refused;
        }
    }

    /// <summary>The states of the chain that consumers were given, for a check of the <see cref="Chain"/>; none when there is no sinks.db.</summary>
    public static IReadOnlyList<LedgerHead> Heads(string folder, string ledger)
    {
        var file = Path.Combine(folder, "sinks.db");
        if (!File.Exists(file)) return [];
        using var connection = LedgerSchema.Open(file, SqliteOpenMode.ReadOnly);
        using var query = new Statement(connection, "SELECT sequence, hash FROM sink WHERE ledger = ?1 AND sequence > 0");
        query.Set(1, ledger);
        List<LedgerHead> heads = [];
        while (query.Step()) heads.Add(new(query.Long(0), query.Text(1)));
        return heads;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private SinkState? Stored(string name)
    {
        using var query = new Statement(
            _connection, "SELECT ledger, epoch, sequence, hash, careful, refused_in_row, disabled FROM sink WHERE name = ?1");
        if (!query.Set(1, name).Step()) return null;
        var sequence = query.Long(2);
        return new(
            new(query.Text(0), query.Text(1), sequence), new(sequence, query.Text(3)), query.Long(4), (int)query.Long(5), query.TextOrNull(6));
    }

    private void Save(string name, SinkState state)
    {
        using var save = new Statement(_connection, """
            INSERT INTO sink(name, ledger, epoch, sequence, hash, careful, refused_in_row, disabled) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT(name) DO UPDATE SET ledger = ?2, epoch = ?3, sequence = ?4, hash = ?5, careful = ?6, refused_in_row = ?7, disabled = ?8
            """);
        save.Set(1, name).Set(2, state.Cursor.Ledger).Set(3, state.Cursor.Epoch).Set(4, state.Cursor.Sequence).Set(5, state.Head.Hash)
            .Set(6, state.Careful).Set(7, state.RefusedInRow).Set(8, state.Disabled).Run();
    }

    private void Quarantine(RefusedEntry refused)
    {
        using var insert = new Statement(
            _connection, "INSERT OR REPLACE INTO refused(sink, sequence, entry, reason, at) VALUES(?1, ?2, ?3, ?4, ?5)");
        insert.Set(1, refused.Sink).Set(2, refused.Sequence).Set(3, refused.EntryId).Set(4, refused.Reason)
            .Set(5, refused.At.ToUnixTimeMilliseconds()).Run();
    }

    private static string Script()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("AmrCollector.Feed.Schema.001.sql")
            ?? throw new InvalidOperationException("The schema of the sinks is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
