using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Ledger;

/// <summary>
/// A connection without SQLite's own mutex, which every bound value and every column read would take: its user sees to it that one thread at a
/// time uses it and all its statements, and disposes of them before it.
/// </summary>
internal sealed class LedgerConnection : IDisposable
{
    private LedgerConnection(sqlite3 handle) => Handle = handle;

    internal sqlite3 Handle { get; }

    /// <summary>Opens an existing file; <see cref="SqliteException"/> when it cannot be.</summary>
    internal static LedgerConnection Open(string file, SqliteOpenMode mode)
    {
        var access = mode == SqliteOpenMode.ReadOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE;
        Batteries_V2.Init();
        var code = raw.sqlite3_open_v2(file, out var handle, access | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = new SqliteException(handle is null ? $"SQLite error {code}" : raw.sqlite3_errmsg(handle).utf8_to_string(), code & 0xFF, code);
            handle?.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _); // as LedgerSchema.Open says
        return new(handle);
    }

    public void Dispose() => Handle.Dispose();
}
