using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Storage;

/// <summary>
/// The layouts of one kind of database: SQL that leads from nothing to the first, from that to the second, and so on. A step that was once released is never
/// changed; the number of steps a file has gone stands in its <c>user_version</c>.
/// </summary>
/// <param name="steps">From each layout to the next, oldest first. The first may meet its own tables in a file of the time before versions.</param>
public sealed class DatabaseFormat(params IReadOnlyList<string> steps)
{
    /// <summary>The layout this program writes.</summary>
    public int Version => steps.Count;

    /// <summary>
    /// Brings the file behind <paramref name="connection"/> to this layout, each step whole or not at all; true when it was empty before. The data stay.
    /// </summary>
    /// <exception cref="NewerFormatException">It has a newer layout; nothing was touched.</exception>
    public bool Bring(SqliteConnection connection, string file)
    {
        var found = VersionOf(connection);
        if (found > Version) throw new NewerFormatException(file, found, Version);
        var isNew = found == 0;
        for (var step = (int)found; step < Version; step++)
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {steps[step]}\n; PRAGMA user_version={step + 1}; COMMIT"));
        return isNew;
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs every statement of <paramref name="sql"/>, or none that is left open.</summary>
    internal static void Run(SqliteConnection connection, string sql) => Run(connection.Handle!, sql);

    /// <summary>The same on a connection without a wrapper.</summary>
    internal static void Run(sqlite3 database, string sql)
    {
        // Not by a command: one of several statements swallows the failure of those that follow an ALTER TABLE.
        var code = raw.sqlite3_exec(database, sql, out var why);
        if (code == raw.SQLITE_OK) return;
        if (raw.sqlite3_get_autocommit(database) == 0) _ = raw.sqlite3_exec(database, "ROLLBACK");
        throw new SqliteException($"SQLite Error {code}: '{why}'.", code);
    }
}
