using AmrCollector.Storage;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Storage;

public sealed class DatabaseFormatTests : IDisposable
{
    private const string First = "CREATE TABLE reading(meter TEXT NOT NULL) STRICT";
    private const string Second = "ALTER TABLE reading ADD COLUMN value INTEGER; UPDATE reading SET value = 7";

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public DatabaseFormatTests() => _connection.Open();

    [Fact]
    public void A_file_goes_every_step_it_has_not_gone_and_keeps_its_rows()
    {
        Assert.True(new DatabaseFormat(First).Bring(_connection, "x.db"));
        Run("INSERT INTO reading(meter) VALUES('1')");
        Assert.False(new DatabaseFormat(First, Second).Bring(_connection, "x.db"));
        Assert.Equal(7L, Run("SELECT value FROM reading WHERE meter = '1'"));
        Assert.False(new DatabaseFormat(First, Second).Bring(_connection, "x.db"));
        Assert.Equal(2L, Run("PRAGMA user_version"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        new DatabaseFormat(First).Bring(_connection, "x.db");
        Assert.Throws<SqliteException>(() => new DatabaseFormat(First, "ALTER TABLE reading ADD COLUMN value INTEGER; INSERT INTO nowhere VALUES(1)").Bring(_connection, "x.db"));
        Assert.Equal(1L, Run("PRAGMA user_version"));
        Assert.Equal(1L, Run("SELECT count(*) FROM pragma_table_info('reading')"));
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused_with_both_versions()
    {
        Run("PRAGMA user_version=3");
        var refusal = Assert.Throws<NewerFormatException>(() => new DatabaseFormat(First, Second).Bring(_connection, "x.db"));
        Assert.Contains("x.db has format 3, this program knows up to 2", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _connection.Dispose();

    private object? Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
