using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Service.Backups;

/// <summary>
/// The databases of a collector at one instant, while it goes on writing them: a read snapshot of each, the ledger's last, taken again when one of those whose
/// acts the ledger follows was written in between.
/// </summary>
internal sealed class Databases : IDisposable
{
    private const string Active = "ledger.db";
    private const string Findings = "findings.db";
    private const string Cursors = "sinks.db"; // written with every delivery, and behind the ledger by nature
    private const int MostTries = 100;

    private readonly List<(string File, SqliteConnection Snapshot)> _snapshots;

    private Databases(List<(string File, SqliteConnection Snapshot)> snapshots) => _snapshots = snapshots;

    /// <summary>Snapshots of all databases in <paramref name="data"/> and <paramref name="ledger"/>.</summary>
    public static Databases Open(string data, string ledger)
    {
        for (var tries = 0; tries < MostTries; tries++)
            if (TryOpen(data, ledger) is { } found) return found;
        throw new BackupException("orders or decisions come in so fast that no instant between them was found; try again");
    }

    /// <summary>Writes each to the file that <paramref name="placeOf"/> names for it.</summary>
    public void CopyTo(Func<string, string> placeOf)
    {
        foreach (var (file, snapshot) in _snapshots)
        {
            using var copy = Connect(placeOf(file), SqliteOpenMode.ReadWriteCreate);
            snapshot.BackupDatabase(copy);
            Run(copy, "PRAGMA journal_mode=DELETE"); // one file, without a log beside it
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, snapshot) in _snapshots) snapshot.Dispose();
    }

    private static Databases? TryOpen(string data, string ledger)
    {
        List<(string File, SqliteConnection Snapshot)> snapshots = [];
        List<(SqliteConnection Watch, long Version)> watched = [];
        try
        {
            foreach (var file in Of(ledger).Where(file => Path.GetFileName(file) is not (Active or Cursors)).Append(Path.Combine(data, Findings)).Where(File.Exists))
            {
                var watch = Connect(file, SqliteOpenMode.ReadWrite);
                watched.Add((watch, Version(watch)));
            }

            var before = Of(ledger).ToList();
            foreach (var file in Of(data).Concat(before).Distinct().OrderBy(file => file == Path.Combine(ledger, Active))) snapshots.Add((file, Snapshot(file)));
            foreach (var file in Of(ledger).Except(before)) snapshots.Add((file, Snapshot(file))); // a month that was closed just now
            if (watched.TrueForAll(one => Version(one.Watch) == one.Version)) return new(snapshots);
            snapshots.ForEach(one => one.Snapshot.Dispose());
            return null;
        }
        catch
        {
            snapshots.ForEach(one => one.Snapshot.Dispose());
            throw;
        }
        finally
        {
            watched.ForEach(one => one.Watch.Dispose());
        }
    }

    private static IEnumerable<string> Of(string folder) => Directory.EnumerateFiles(folder, "*.db").Order(StringComparer.Ordinal);

    private static SqliteConnection Snapshot(string file)
    {
        var connection = Connect(file, SqliteOpenMode.ReadWrite);
        try
        {
            Run(connection, "BEGIN");
            Run(connection, "SELECT count(*) FROM sqlite_master"); // only a read fixes the snapshot
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // For writing, though nothing is written: a log left by a kill is only read so.
    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        // And the last to close folds no log in: of a collector that is not running not a byte changes, whatever version left it.
        if (mode == SqliteOpenMode.ReadWrite) _ = raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        Run(connection, "PRAGMA busy_timeout=5000");
        return connection;
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
