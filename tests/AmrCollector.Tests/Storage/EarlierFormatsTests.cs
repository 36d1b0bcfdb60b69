using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AmrCollector.Ledger;
using AmrCollector.Tests.Service.Security;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Storage;

/// <summary>Files that earlier versions left are brought forward with all that is in them; those of a later one are refused.</summary>
public sealed class EarlierFormatsTests
{
    private const long Later = 99;
    private const string WithReports = """
        {
          "site": "test", "timeZone": "UTC", "http": { "listen": "http://127.0.0.1:0" }, "brokers": { "main": { "url": "mqtt://127.0.0.1:1" } },
          "reports": [ { "broker": "main", "topic": "site/{meter}", "item": "1-0:1.8.0", "value": "$.kwh", "time": "$.ts", "unit": "kWh" } ]
        }
        """;

    private static readonly string[] Tables = ["entry", "evidence", "observation", "series", "learned", "act", "epoch", "item"];

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    [InlineData("third")]
    public async Task A_data_folder_of_an_earlier_version_is_brought_forward_with_all_that_is_in_it(string formats)
    {
        await using var site = await GuardedSite.StartAsync(prepare: folder => Copy(formats, Path.Combine(folder.Path, "data")));
        Assert.Equal(40, site.Host.Collection.Ledger.Head.Sequence);
        Assert.Null(Chain.Verify(site.Host.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
        using var http = site.Client();
        var page = await http.GetStringAsync(new Uri("/v1/readings?limit=100", UriKind.Relative));
        Assert.Equal(40, page.Split("\"readAt\"").Length - 1);
        var before = Directory.GetFiles(Folder(formats), "*.db", SearchOption.AllDirectories);
        foreach (var file in before.Where(file => Path.GetFileName(file) != "gaps.db")) // counted anew from the ledger
        {
            var now = Path.Combine(site.Folder, "data", Path.GetRelativePath(Folder(formats), file).Replace("data/", "", StringComparison.Ordinal));
            Assert.True(Number(now, "PRAGMA user_version") > 0, now);
            foreach (var table in Tables.Where(table => Number(file, $"SELECT count(*) FROM sqlite_master WHERE name = '{table}'") > 0))
                Assert.Equal(Number(file, $"SELECT count(*) FROM {table}"), Number(now, $"SELECT count(*) FROM {table}"));
        }
    }

    /// <summary>Whoever raises a format owes the file of the one before: what this collector writes is looked through for that.</summary>
    [Fact]
    public async Task Of_every_database_there_is_a_file_of_each_earlier_version()
    {
        await using var site = await GuardedSite.StartAsync(prepare: folder => folder.Write("collector.json", WithReports));
        var written = Directory.GetFiles(Path.Combine(site.Folder, "data"), "*.db", SearchOption.AllDirectories);
        Assert.Equal(Databases, written.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        var kept = Directory.GetFiles(Folder(""), "*.db", SearchOption.AllDirectories).Select(file => (Path.GetFileName(file), Number(file, "PRAGMA user_version"))).ToHashSet();
        foreach (var file in written)
            for (var version = 1; version < Number(file, "PRAGMA user_version"); version++)
                Assert.Contains((Path.GetFileName(file), version), kept);
    }

    private static string[] Databases { get; } =
        ["billing.db", "events.db", "findings.db", "gaps.db", "ledger.db", "observations.db", "operations.db", "orders.db", "reports.db", "review.db", "sinks.db"];

    [Theory]
    [InlineData("ledger/ledger.db")]
    [InlineData("ledger/orders.db")]
    [InlineData("ledger/sinks.db")]
    [InlineData("data/findings.db")]
    [InlineData("data/observations.db")]
    [InlineData("data/operations.db")]
    [InlineData("data/events.db")]
    [InlineData("data/gaps.db")]
    [InlineData("ledger/billing.db")]
    [InlineData("data/reports.db")]
    public async Task A_file_of_a_later_version_is_refused_by_name_and_not_touched(string name)
    {
        var file = "";
        byte[] before = [];
        var refusal = await Assert.ThrowsAsync<LedgerException>(() => GuardedSite.StartAsync(prepare: folder =>
        {
            folder.Write("collector.json", WithReports);
            Copy("second", Path.Combine(folder.Path, "data"));
            file = Path.Combine(folder.Path, "data", name.Replace("data/", "", StringComparison.Ordinal));
            Number(file, "PRAGMA journal_mode=WAL; PRAGMA user_version=99; SELECT 1");
            before = SHA256.HashData(File.ReadAllBytes(file));
        }));
        Assert.Equal(LedgerFault.Newer, refusal.Fault);
        Assert.Contains($"{file} has format {Later}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(file)));
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(file)!.Replace("/ledger", "", StringComparison.Ordinal))!, recursive: true);
    }

    private static void Copy(string formats, string data)
    {
        foreach (var file in Directory.GetFiles(Folder(formats), "*.db", SearchOption.AllDirectories))
        {
            var to = Path.Combine(data, Path.GetRelativePath(Folder(formats), file).Replace("data/", "", StringComparison.Ordinal));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private static string Folder(string formats, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../vectors/formats", formats));

    private static long Number(string file, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }
}
