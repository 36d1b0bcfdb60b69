using AmrCollector.Ledger;
using AmrCollector.Service.Backups;
using AmrCollector.Service.Security;
using AmrCollector.Tests.Ledger;

namespace AmrCollector.Tests.Service.Backups;

/// <summary>A backup is brought back whole, whatever cuts it off.</summary>
public sealed class RestoreTests : IDisposable
{
    private const int Days = 90;
    private static readonly AuditRecord Record = new("li@local", "admin", "amr restore", "the disk died", "backup 7", AuditRecord.Asked);

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-restore-").FullName;
    private readonly TempLedger _temp = new();

    public void Dispose()
    {
        _temp.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Closed_months_come_back_too_and_the_chain_says_who_brought_them()
    {
        var manifest = BackUpClosedMonths();
        Assert.Equal(2, manifest.Files.Count(file => file.Path.Contains("ledger-2026-", StringComparison.Ordinal)));

        Restore.Run(At("backup"), At("data"), At("data", "ledger"), Record, TimeProvider.System, CancellationToken.None);

        Assert.Null(Chain.Verify(At("data", "ledger"), [_temp.Ledger.Head], null, CancellationToken.None).Fault);
        using var reader = LedgerReader.Open(At("data", "ledger"));
        Assert.Equal(["ledger-2026-11.db", "ledger-2026-12.db"], reader.ClosedMonths().Select(month => month.Name));
        Assert.Equal(_temp.Ledger.Head.Sequence + 1, reader.Head().Sequence);
        var told = Assert.Single(reader.Audit(0, 10));
        Assert.Equal(("li@local", "amr restore", "the disk died"), (told.Who, told.Call, told.Why));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("ledger")]
    public void One_that_was_cut_off_lets_no_collector_start_until_it_is_repeated(string missing)
    {
        BackUpClosedMonths();
        // As a power cut leaves it: what is to come has been moved in part only.
        Directory.CreateDirectory(At("data", DataClaim.Unfinished, "data"));
        Directory.CreateDirectory(At("data", DataClaim.Unfinished, "ledger"));
        Directory.CreateDirectory(At("data", "ledger"));
        File.WriteAllText(At("data", missing == "data" ? "ledger" : "", "half.db"), "half of two histories");
        Directory.Delete(At("data", DataClaim.Unfinished, missing));

        var refused = Assert.Throws<LedgerException>(() => DataClaim.Take(At("data")));
        Assert.Contains("amr restore", refused.Message, StringComparison.Ordinal);
        Restore.Run(At("backup"), At("data"), At("data", "ledger"), Record, TimeProvider.System, CancellationToken.None);

        using (DataClaim.Take(At("data"))) Assert.Null(Chain.Verify(At("data", "ledger"), [_temp.Ledger.Head], null, CancellationToken.None).Fault);
        Assert.False(File.Exists(At("data", "half.db")) || File.Exists(At("data", "ledger", "half.db")));
    }

    [Fact]
    public void Cut_off_after_any_step_it_leaves_the_old_files_or_the_restored_ones_or_goes_on_where_it_was()
    {
        BackUpClosedMonths();
        foreach (var (name, text) in Old)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At("data", name))!);
            File.WriteAllText(At("data", name), text);
        }

        var (steps, whole) = (0, 0);
        Restore.Run(At("backup"), At("data"), At("data", "ledger"), Record, TimeProvider.System, () => CopyAll(At("data"), At($"cut-{++steps}")), CancellationToken.None);
        Assert.InRange(steps, 10, 100);
        for (var step = 1; step <= steps; step++)
        {
            var data = At($"cut-{step}");
            if (StartRefuses(data)) Restore.Run(At("backup"), data, Path.Combine(data, "ledger"), Record, TimeProvider.System, CancellationToken.None);
            else whole++;
            Assert.False(StartRefuses(data));
            Assert.Null(Chain.Verify(Path.Combine(data, "ledger"), [_temp.Ledger.Head], null, CancellationToken.None).Fault);
            Assert.False(File.Exists(Path.Combine(data, "events.db")));
            var aside = Assert.Single(Directory.GetDirectories(data, "before-restore-*"));
            Assert.Equal(Old.Select(file => file.Text), Old.Select(file => File.ReadAllText(Path.Combine(aside, file.Name))));
        }

        Assert.Equal(1, whole); // only after the last step it is over
    }

    [Fact]
    public void Cut_off_while_it_copies_it_has_touched_nothing_and_the_collector_starts_as_before()
    {
        BackUpClosedMonths();
        Directory.CreateDirectory(At("data", RestoreMoves.Copied, "ledger"));
        File.WriteAllText(At("data", RestoreMoves.Copied, "ledger", "ledger.db"), "half");
        File.WriteAllText(At("data", "events.db"), "old");
        DataClaim.Take(At("data")).Dispose();
        Assert.Equal("old", File.ReadAllText(At("data", "events.db")));
        Assert.False(Directory.Exists(At("data", RestoreMoves.Copied)));
    }

    private static (string Name, string Text)[] Old { get; } = [("events.db", "happened before"), ("operations.db", "written before"), ("ledger/ledger.db", "the old ledger"), ("ledger/sinks.db", "the old cursors")];

    private static bool StartRefuses(string data)
    {
        try
        {
            DataClaim.Take(data).Dispose();
            return false;
        }
        catch (LedgerException e)
        {
            Assert.Contains("run 'amr restore' again", e.Message, StringComparison.Ordinal);
            return true;
        }
    }

    private static void CopyAll(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private BackupManifest BackUpClosedMonths()
    {
        for (var day = 0; day < Days; day++) _temp.Ledger.Append([.. Enumerable.Range(0, 5).Select(meter => Drafts.Freeze($"m{meter}", day, 100 + day))]);
        using (var archive = MonthArchive.Open(_temp.Folder)) Assert.Equal(2, archive.CloseDue(Drafts.Midnight.AddDays(Days), 1, CancellationToken.None).Count);
        Directory.CreateDirectory(At("config"));
        Directory.CreateDirectory(At("source"));
        File.WriteAllText(At("config", "collector.json"), "{}");
        return Backup.Make(At("config"), At("source"), _temp.Folder, At("backup"), TimeProvider.System);
    }

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);
}
