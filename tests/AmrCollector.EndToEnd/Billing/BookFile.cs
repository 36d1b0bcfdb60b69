using Microsoft.Data.Sqlite;

namespace AmrCollector.EndToEnd.Billing;

/// <summary>A consumer's books, read from outside.</summary>
internal static class BookFile
{
    /// <summary>The text of every booked entry by its id.</summary>
    public static Dictionary<string, string> Entries(string file) => Read(file, "SELECT id, text FROM entry");

    /// <summary>Ids that came with two contents: there must be none.</summary>
    public static Dictionary<string, string> Faults(string file) => Read(file, "SELECT id, text FROM fault");

    /// <summary>Changes a booked value behind the consumer's back.</summary>
    public static void Falsify(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var change = connection.CreateCommand();
        change.CommandText = "UPDATE entry SET consumption = '99999.99' WHERE id = (SELECT id FROM entry e WHERE counts AND consumption IS NOT NULL AND NOT EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.id) LIMIT 1)";
        Assert.Equal(1, change.ExecuteNonQuery());
    }

    private static Dictionary<string, string> Read(string file, string sql)
    {
        if (!File.Exists(file)) return [];
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var query = connection.CreateCommand();
#pragma warning disable CA2100 // only constants of this file come here
        query.CommandText = sql;
#pragma warning restore CA2100
        using var rows = query.ExecuteReader();
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        while (rows.Read()) found.Add(rows.GetString(0), rows.GetString(1));
        return found;
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        using var patience = connection.CreateCommand();
        patience.CommandText = "PRAGMA busy_timeout=5000";
        patience.ExecuteNonQuery();
        return connection;
    }
}
