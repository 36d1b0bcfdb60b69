using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Ledger;

/// <summary>Either kind of connection, for who prepares statements on it.</summary>
internal readonly record struct SqliteHandle(sqlite3 Database)
{
    public static implicit operator SqliteHandle(SqliteConnection connection) => new(connection.Handle ?? throw new InvalidOperationException("The connection is closed"));

    public static implicit operator SqliteHandle(LedgerConnection connection) => new(connection.Handle);
}
