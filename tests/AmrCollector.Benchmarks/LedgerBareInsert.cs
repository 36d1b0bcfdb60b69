using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Benchmarks;

/// <summary>
/// The reference: SQLite called directly, the same columns, indexes, evidence rows and durability as the ledger, and nothing else:
/// no hash is computed, no key is looked up, no trigger or foreign key stands in the way.
/// </summary>
internal sealed class LedgerBareInsert : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _entry;
    private readonly sqlite3_stmt _evidence;
    private readonly byte[] _hash = new byte[32];
    private long _sequence;
    private long _evidenceId;
    private Evidence? _last;

    /// <summary>Takes the schema of the ledger in <paramref name="file"/>, which is new and closed.</summary>
    internal LedgerBareInsert(string file)
    {
        _connection = new($"Data Source={file};Pooling=False");
        _connection.Open();
        _database = _connection.Handle!;
        foreach (var sql in (string[])[
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-32000", "DROP TRIGGER entry_is_never_changed",
            "DROP TRIGGER entry_is_never_removed", "DROP TRIGGER evidence_is_never_changed", "DROP TRIGGER evidence_is_never_removed"])
            Run(sql);
        _entry = Prepare($"INSERT INTO entry VALUES({string.Join(',', Enumerable.Range(1, 32).Select(i => $"?{i}"))})");
        _evidence = Prepare("INSERT INTO evidence VALUES(?1, ?2, ?3, ?4)");
    }

    internal void Append(IReadOnlyList<EntryDraft> drafts)
    {
        Run("BEGIN IMMEDIATE");
        foreach (var draft in drafts)
        {
            if (!ReferenceEquals(draft.Evidence, _last)) Insert(_last = draft.Evidence);
            Insert(draft);
        }

        Run("COMMIT");
    }

    public void Dispose()
    {
        _entry.Dispose();
        _evidence.Dispose();
        _connection.Dispose();
    }

    private void Insert(Evidence evidence)
    {
        Check(raw.sqlite3_bind_int64(_evidence, 1, ++_evidenceId));
        Check(raw.sqlite3_bind_blob(_evidence, 2, _hash));
        Check(raw.sqlite3_bind_blob(_evidence, 3, evidence.Request.Span));
        Check(raw.sqlite3_bind_blob(_evidence, 4, evidence.Reply.Span));
        Step(_evidence);
    }

    private void Insert(EntryDraft draft)
    {
        var verdict = draft.Verdict;
        Set(1, ++_sequence);
        Set(2, 1);
        Set(3, 1);
        Set(4, (long?)null);
        Set(5, draft.Meter.Id.Value);
        Set(6, draft.Meter.Point);
        Set(7, draft.Meter.Account);
        Set(8, draft.Meter.Area);
        Set(9, Exact(draft.Meter.Multiplier));
        Set(10, draft.Item.ToString());
        Set(11, (long)draft.Kind);
        Set(12, (long)draft.Source);
        Set(13, draft.Instant.ToUnixTimeMilliseconds());
        Set(14, Exact(draft.Value));
        Set(15, draft.Unit.Symbol());
        Set(16, Exact(draft.Lsd));
        Set(17, (long)draft.Origin);
        Set(18, draft.OccurredAt?.ToUnixTimeMilliseconds());
        Set(19, draft.MeterTime?.ToUnixTimeMilliseconds());
        Set(20, draft.ReadAt.ToUnixTimeMilliseconds());
        Set(21, (long)verdict.Judgement);
        Set(22, verdict.Held ? 1 : 0);
        Set(23, string.Join(',', verdict.Rules));
        Set(24, verdict.Why);
        Set(25, Exact(verdict.Consumption?.Value));
        Set(26, verdict.Consumption?.Unit.Symbol());
        Set(27, verdict.Consumption?.From.ToUnixTimeMilliseconds());
        Set(28, Exact(verdict.Adjustment));
        Set(29, verdict.Quality);
        Set(30, verdict.ParametersVersion);
        Set(31, _evidenceId);
        Check(raw.sqlite3_bind_blob(_entry, 32, _hash));
        Step(_entry);
    }

    private static string? Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private void Set(int index, long? value) =>
        Check(value is { } number ? raw.sqlite3_bind_int64(_entry, index, number) : raw.sqlite3_bind_null(_entry, index));

    private void Set(int index, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_entry, index) : raw.sqlite3_bind_text(_entry, index, value));

    private void Step(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE) throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
        Check(raw.sqlite3_reset(statement));
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var statement));
        return statement;
    }

    private void Run(string sql) => Check(raw.sqlite3_exec(_database, sql));

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
    }
}
