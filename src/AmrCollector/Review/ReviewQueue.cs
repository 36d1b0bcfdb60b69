using System.Globalization;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Review;

/// <summary>
/// Which entries wait for a person, in review.db of the data folder: suspects that nothing has replaced. It follows the ledger, entry by
/// entry, whenever it is asked and every second besides; a damaged file, or one of another ledger, is filled again. What a finding holds
/// is left out: the finding is what waits. Any thread.
/// </summary>
public sealed class ReviewQueue : IDisposable
{
    private const int Step = 5000;
    private const string Columns = "sequence, meter, area, item, instant, held, rules";
    private static readonly byte[] OfFinding = Encoding.ASCII.GetBytes(RuleId.MeterId);

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly LedgerReader _ledger;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private long _applied;

    private ReviewQueue(SqliteConnection connection, LedgerReader ledger)
    {
        (_connection, _ledger) = (connection, ledger);
        using var applied = new Statement(connection, "SELECT value FROM meta WHERE key = 'applied'");
        _applied = applied.Step() ? long.Parse(applied.Text(0), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Opens or creates review.db in <paramref name="folder"/>; the reader is the queue's own from now on.</summary>
    public static ReviewQueue Open(string folder, LedgerReader ledger)
    {
        Directory.CreateDirectory(folder);
        var (file, name) = (Path.Combine(folder, "review.db"), $"{ledger.Id}/{ledger.Epochs().Current.Tag}");
        if (TryOpen(file, name) is { } connection) return new(connection, ledger);
        File.Move(file, file + ".aside", overwrite: true);
        foreach (var rest in (string[])["-wal", "-shm"]) File.Delete(file + rest);
        return new(TryOpen(file, name)!, ledger);
    }

    /// <summary>Takes in what was committed since. <see cref="SqliteException"/> when it cannot be stored: the next call makes up for it.</summary>
    public void Follow()
    {
        lock (_turn)
        {
            for (var head = _ledger.Head().Sequence; _applied < head;) Apply_NeedsTurn(Math.Min(head, _applied + Step));
        }
    }

    /// <summary>Up to <paramref name="limit"/> items after the sequence <paramref name="after"/>, oldest first; everything committed before the call is known.</summary>
    public ReviewPage Page(ReviewFilter filter, long after, int limit)
    {
        Follow();
        lock (_turn)
        {
            List<ReviewItem> items = [];
            var query = Bind(Prepared($"SELECT {Columns} FROM {Table(filter)} WHERE sequence > ?1{Where(filter)} ORDER BY sequence LIMIT ?2"), filter).Set(1, after).Set(2, limit + 1);
            while (query.Step()) items.Add(Item(query));
            if (items.Count <= limit) return new(items, null);
            items.RemoveAt(limit);
            return new(items, items[^1].Sequence);
        }
    }

    /// <summary>How many items the filter takes.</summary>
    public long Count(ReviewFilter filter)
    {
        Follow();
        lock (_turn)
        {
            var query = filter == new ReviewFilter { Held = filter.Held } // the whole queue: it may be long
                ? Prepared("SELECT SUM(count) FROM tally WHERE ?1 IS NULL OR held = ?1").Set(1, filter.Held is { } held ? (held ? 1L : 0) : null)
                : Bind(Prepared($"SELECT COUNT(*) FROM {Table(filter)} WHERE sequence > ?1{Where(filter)}"), filter).Set(1, 0);
            var count = query.Step() ? query.Long(0) : 0;
            query.Reset();
            return count;
        }
    }

    /// <summary>What has been asked so far, for the test that holds every question to an index.</summary>
    internal IReadOnlyCollection<string> Asked
    {
        get
        {
            lock (_turn) return [.. _statements.Keys];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            foreach (var statement in _statements.Values) statement.Dispose();
            _connection.Dispose();
            _ledger.Dispose();
        }
    }

    private void Apply_NeedsTurn(long last)
    {
        List<long> gone = [];
        List<ReviewItem> come = [];
        _ledger.Visit(_applied, last, (scoped in StoredEntry row) =>
        {
            if (row.Replaces is { } replaced) gone.Add(replaced);
            var isSuspect = row.Judgement == (int)Judgement.Suspect;
            if (!isSuspect && !row.Held) return;
            if (row.Held && row.Rules.IndexOf(OfFinding) >= 0) return;
            come.Add(new(
                row.Sequence, new(Encoding.UTF8.GetString(row.Meter)), Encoding.UTF8.GetString(row.Area), Encoding.UTF8.GetString(row.Item),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Instant), row.Held, Encoding.UTF8.GetString(row.Rules).Split(',', StringSplitOptions.RemoveEmptyEntries)));
        });
        LedgerSchema.Run(_connection, "BEGIN IMMEDIATE");
        try
        {
            foreach (var item in come)
            {
                Prepared($"INSERT OR IGNORE INTO item({Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)").Set(1, item.Sequence).Set(2, item.Meter.Value).Set(3, item.Area)
                    .Set(4, item.Item).Set(5, item.Instant.ToUnixTimeMilliseconds()).Set(6, item.Held).Set(7, string.Join(',', item.Rules)).Run();
            }

            foreach (var sequence in gone) Prepared("DELETE FROM item WHERE sequence = ?1").Set(1, sequence).Run(); // also what came and went within the stretch
            Prepared("INSERT OR REPLACE INTO meta(key, value) VALUES('applied', ?1)").Set(1, last.ToString(CultureInfo.InvariantCulture)).Run();
            LedgerSchema.Run(_connection, "COMMIT");
            _applied = last;
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) LedgerSchema.Run(_connection, "ROLLBACK");
            throw;
        }
    }

    private static string Table(ReviewFilter filter) => filter switch
    {
        { Meter: not null } => "item INDEXED BY item_meter",
        { Area: not null } => "item INDEXED BY item_area",
        { Held: not null } => "item INDEXED BY item_held",
        _ => "item",
    };

    private static string Where(ReviewFilter filter)
    {
        StringBuilder sql = new();
        if (filter.Meter is not null) sql.Append(" AND meter = ?3");
        if (filter.Area is not null) sql.Append(" AND area = ?4");
        if (filter.Held is not null) sql.Append(" AND held = ?5");
        if (filter.Rule is not null) sql.Append(" AND instr(',' || rules || ',', ',' || ?6 || ',') > 0");
        if (filter.From is not null) sql.Append(" AND instant >= ?7");
        if (filter.Before is not null) sql.Append(" AND instant < ?8");
        return sql.ToString();
    }

    private static Statement Bind(Statement query, ReviewFilter filter)
    {
        if (filter.Meter is { } meter) query.Set(3, meter.Value);
        if (filter.Area is { } area) query.Set(4, area);
        if (filter.Held is { } held) query.Set(5, held);
        if (filter.Rule is { } rule) query.Set(6, rule);
        if (filter.From is { } from) query.Set(7, from.ToUnixTimeMilliseconds());
        if (filter.Before is { } before) query.Set(8, before.ToUnixTimeMilliseconds());
        return query;
    }

    private static ReviewItem Item(Statement row) => new(
        row.Long(0), new(row.Text(1)), row.Text(2), row.Text(3), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(4)), row.Long(5) != 0,
        row.Text(6).Split(',', StringSplitOptions.RemoveEmptyEntries));

    private Statement Prepared(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        return _statements[sql] = new(_connection, sql);
    }

    /// <summary>Null when the file is damaged, of another format or of another ledger.</summary>
    private static SqliteConnection? TryOpen(string file, string ledger)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
            // NORMAL: a power cut may take the last commits, and the mark of what was applied goes back with them.
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            using var version = new Statement(connection, "PRAGMA user_version");
            var found = version.Step() ? version.Long(0) : 0;
            version.Reset();
            if (found == 0) LedgerSchema.Run(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {ReviewSchema.Sql} PRAGMA user_version={ReviewSchema.Version}; COMMIT"));
            if (found == 1) LedgerSchema.Run(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {ReviewSchema.Second} PRAGMA user_version={ReviewSchema.Version}; COMMIT"));
            if (found is 0 or 1 or ReviewSchema.Version && IsOf(connection, ledger)) return connection;
        }
        catch (SqliteException e) when (e.IsCorrupt())
        {
            // Put aside by the caller.
        }

        connection?.Dispose();
        return null;
    }

    private static bool IsOf(SqliteConnection connection, string ledger)
    {
        using var known = new Statement(connection, "SELECT value FROM meta WHERE key = 'ledger'");
        var name = known.Step() ? known.Text(0) : null;
        known.Reset();
        if (name is not null) return name == ledger;
        using var insert = new Statement(connection, "INSERT INTO meta(key, value) VALUES('ledger', ?1)");
        insert.Set(1, ledger).Run();
        return true;
    }
}
