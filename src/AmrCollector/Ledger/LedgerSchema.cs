using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using AmrCollector.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Ledger;

/// <summary>The numbered schema files, and how a ledger file comes into being.</summary>
internal static class LedgerSchema
{
    /// <summary>The format this program writes.</summary>
    internal const int Version = 2;

    /// <summary>The first format that knows closed months.</summary>
    internal const int FirstWithClosedMonths = 2;

    /// <summary>Makes the active file whole or not at all: built under another name, then renamed.</summary>
    internal static void Create(LedgerFolder folder, DateTimeOffset now)
    {
        var unfinished = folder.ActiveFile + ".new";
        File.Delete(unfinished);
        using (var connection = Open(unfinished, SqliteOpenMode.ReadWriteCreate))
        {
            Run(connection, "PRAGMA synchronous=FULL");
            Run(connection, "BEGIN IMMEDIATE");
            Lay(connection);
            Describe(connection, now);
            Run(connection, "COMMIT");
        }

        File.Move(unfinished, folder.ActiveFile);
    }

    /// <summary>Brings the open file to <see cref="Version"/>, each step whole or not at all.</summary>
    internal static void Migrate(SqliteHandle connection)
    {
        for (var number = VersionOf(connection) + 1; number <= Version; number++)
            DatabaseFormat.Run(connection.Database, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {Script(number)}\n; PRAGMA user_version={number}; COMMIT"));
    }

    /// <summary>The format of the file.</summary>
    internal static long VersionOf(SqliteHandle connection)
    {
        using var version = new Statement(connection, "PRAGMA user_version");
        return version.Step() ? version.Long(0) : 0;
    }

    /// <summary>Makes the tables of this format in an empty file.</summary>
    internal static void Lay(SqliteConnection connection)
    {
        for (var number = 1; number <= Version; number++) Run(connection, Script(number));
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={LedgerFolder.ApplicationId}"));
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={Version}"));
    }

    /// <summary>Adds an epoch after <paramref name="afterSequence"/> with a tag of its own.</summary>
    internal static void AddEpoch(SqliteHandle connection, long afterSequence, DateTimeOffset now, string reason)
    {
        using var insert = new Statement(
            connection, "INSERT INTO epoch(tag, after_sequence, opened_at, reason) VALUES(?1, ?2, ?3, ?4)");
        insert.Set(1, RandomNumberGenerator.GetHexString(12, lowercase: true)).Set(2, afterSequence)
            .Set(3, now.ToUnixTimeMilliseconds()).Set(4, reason).Run();
    }

    /// <summary>A connection of its own, never pooled: closing it closes the file.</summary>
    internal static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        if (mode == SqliteOpenMode.ReadOnly) Shrink(connection);
        // Without this guarantee a statement is compiled anew whenever a bound value might favour another plan: here, on every run.
        _ = raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
        return connection;
    }

    /// <summary>There are many readers, and the system keeps the file's pages as well: half of what each would keep otherwise.</summary>
    private static void Shrink(SqliteConnection connection)
    {
        try
        {
            Run(connection, "PRAGMA cache_size=-1000");
        }
        catch
        {
            connection.Dispose(); // it cannot be read at all
            throw;
        }
    }

    internal static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // only schema files and constants of this program come here
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    internal static void Run(SqliteHandle connection, string sql)
    {
        var code = raw.sqlite3_exec(connection.Database, sql);
        if (code != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(connection.Database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(connection.Database));
    }

    private static void Describe(SqliteConnection connection, DateTimeOffset now)
    {
        using (var meta = new Statement(connection, "INSERT INTO meta(key, value) VALUES(?1, ?2)"))
        {
            meta.Set(1, "ledger").Set(2, RandomNumberGenerator.GetHexString(16, lowercase: true)).Run();
            meta.Set(1, "created").Set(2, now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)).Run();
        }

        AddEpoch(connection, 0, now, "created");
    }

    private static string Script(long number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"AmrCollector.Ledger.Schema.{number:000}.sql");
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema file {name} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
