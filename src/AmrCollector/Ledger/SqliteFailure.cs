using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Ledger;

/// <summary>What a failure of SQLite means for the writer: the row, the file or the moment is at fault.</summary>
internal static class SqliteFailure
{
    /// <summary>The row can never be stored: constraint, type, size.</summary>
    internal static bool IsContent(this SqliteException failure) =>
        failure.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE;

    /// <summary>The file is damaged; waiting helps nothing.</summary>
    internal static bool IsCorrupt(this SqliteException failure) =>
        failure.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>A sentence for the operator: "the disk is full (SQLite 13: …)".</summary>
    internal static string Sentence(this SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => $"the disk is full ({failure.Message})",
        raw.SQLITE_IOERR => $"the disk fails ({failure.Message})",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => $"the file cannot be written ({failure.Message})",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"another process locks the file ({failure.Message})",
        _ => failure.Message,
    };
}
