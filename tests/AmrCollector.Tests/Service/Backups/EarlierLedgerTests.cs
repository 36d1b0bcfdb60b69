using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AmrCollector.Cli;
using AmrCollector.Ledger;
using AmrCollector.Tests.Cli;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Service.Backups;

/// <summary>Before an upgrade one backs up, with whichever program is at hand: that must leave the way back open.</summary>
public sealed class EarlierLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-earlier-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public async Task A_backup_of_what_an_earlier_version_left_changes_not_a_byte_of_it_and_comes_back(string formats)
    {
        var (config, data) = (Path.Combine(_folder, "config"), Path.Combine(_folder, "config", "data"));
        foreach (var file in Directory.GetFiles(Formats(formats), "*.db", SearchOption.AllDirectories))
        {
            var to = Path.Combine(data, Path.GetRelativePath(Formats(formats), file).Replace("data/", "", StringComparison.Ordinal));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        await File.WriteAllTextAsync(Path.Combine(config, "collector.json"), """{ "site": "test", "timeZone": "Asia/Shanghai" }""");
        var before = Digests(data);
        var (code, output, error) = await Amr.RunAsync("backup", Path.Combine(_folder, "backups"), "--config", config, "--service", "none");

        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Contains("has no record of this backup: an earlier version wrote the ledger", error, StringComparison.Ordinal);
        Assert.Equal(before, Digests(data));
        var backup = Assert.Single(Directory.GetDirectories(Path.Combine(_folder, "backups")));
        Assert.Equal(1, Format(Path.Combine(backup, "ledger", "ledger.db")));

        (code, output, error) = await Amr.RunAsync("restore", backup, "--config", config);
        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Null(Chain.Verify(Path.Combine(data, "ledger"), [], null, CancellationToken.None).Fault);
        var aside = Assert.Single(Directory.GetDirectories(data, "before-restore-*"));
        Assert.Equal(before.Select(file => file.Value).Order(StringComparer.Ordinal), Digests(aside).Select(file => file.Value).Order(StringComparer.Ordinal));
    }

    private static SortedDictionary<string, string> Digests(string folder) => new(
        Directory.GetFiles(folder, "*.db*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private static long Format(string file)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static string Formats(string name, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../vectors/formats", name));
}
