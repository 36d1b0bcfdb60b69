using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Ledger;

/// <summary>
/// A prepared statement, bound by position (from 1) and read by column (from 0) without boxing.
/// Failures are <see cref="SqliteException"/>s with SQLite's own code. Owned by one thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private nint _pointer; // good as long as the handle is open; SQLite answers 0 by an error

    internal Statement(SqliteHandle connection, string sql)
    {
        _database = connection.Database;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _pointer = _statement.DangerousGetHandle();
    }

    internal Statement Set(int index, long value)
    {
        Check(SqliteBinding.Int64(_pointer, index, value));
        return this;
    }

    internal Statement Set(int index, long? value) => value is { } number ? Set(index, number) : SetNull(index);

    internal Statement Set(int index, bool value) => Set(index, value ? 1 : 0);

    internal Statement Set(int index, string? value)
    {
        if (value is null) return SetNull(index);
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, index, "")); // an empty span would be bound as NULL
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > 512 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented is null ? stackalloc byte[512] : rented;
        var length = Encoding.UTF8.GetBytes(value, bytes);
        var code = SqliteBinding.Text(_pointer, index, bytes[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        Check(code);
        return this;
    }

    internal Statement Set(int index, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : SqliteBinding.Blob(_pointer, index, value));
        return this;
    }

    internal Statement SetNull(int index)
    {
        Check(SqliteBinding.Null(_pointer, index));
        return this;
    }

    /// <summary>SQLite's own handle, good as long as this object is open.</summary>
    internal nint Pointer => _pointer;

    /// <summary>True when a row is at hand; after the last row the statement is ready to run again.</summary>
    internal bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE)
        {
            var failure = Failure(code);
            raw.sqlite3_reset(_statement);
            throw failure;
        }

        raw.sqlite3_reset(_statement);
        return false;
    }

    /// <summary>Runs to the end.</summary>
    internal void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Ready to run again, although rows may be left.</summary>
    internal void Reset() => raw.sqlite3_reset(_statement);

    internal bool IsNull(int column) => SqliteColumns.Type(_pointer, column) == SqliteColumns.Null;

    internal long Long(int column) => SqliteColumns.Int64(_pointer, column);

    internal long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <summary>The whole text, also behind a NUL that somebody put into the file.</summary>
    internal string Text(int column) => Encoding.UTF8.GetString(SqliteColumns.Span(_pointer, column));

    internal string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A copy of the column's bytes.</summary>
    internal byte[] Blob(int column) => SqliteColumns.Span(_pointer, column).ToArray();

    /// <summary>The row the database's last INSERT made.</summary>
    internal long NewRow => raw.sqlite3_last_insert_rowid(_database);

    public void Dispose()
    {
        _pointer = 0;
        _statement.Dispose();
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Failure(code);
    }

    private SqliteException Failure(int code) =>
        new(raw.sqlite3_errmsg(_database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(_database));
}
