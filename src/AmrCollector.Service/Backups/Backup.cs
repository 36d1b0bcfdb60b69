using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Service.Backups;

/// <summary>
/// Copies a collector's files as they are at one instant, while it runs: "ledger" (every file of the ledger's folder, closed months included), "data" (what
/// stands beside it) and "config". Logs, locks and the socket stay where they are. The copy holds what the configuration folder holds, secrets included.
/// </summary>
public static class Backup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string[] Left = [".db", ".lock", ".sock", "-wal", "-shm", "-journal", ".new"];

    /// <summary>Makes a backup in <paramref name="target"/>, a folder that is not there yet or is empty; returns what was written.</summary>
    /// <exception cref="BackupException">It cannot be made; what was begun is removed.</exception>
    public static BackupManifest Make(string config, string data, string ledger, string target, TimeProvider time)
    {
        if (!File.Exists(Path.Combine(ledger, "ledger.db"))) throw new BackupException($"there is no ledger in {ledger}");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) throw new BackupException($"{target} is not empty; a backup takes a folder of its own");
        try
        {
            CreateOwn(target);
            return Write(Path.GetFullPath(config), Path.GetFullPath(data), Path.GetFullPath(ledger), target, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or BackupException)
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
            throw e as BackupException ?? new BackupException($"the backup cannot be made: {e.Message}", e);
        }
    }

    private static BackupManifest Write(string config, string data, string ledger, string target, TimeProvider time)
    {
        foreach (var part in (string[])["ledger", "data", "config"]) CreateOwn(Path.Combine(target, part));
        using (var databases = Databases.Open(data, ledger))
            databases.CopyTo(file => Path.Combine(target, Path.GetDirectoryName(file) == ledger ? "ledger" : "data", Path.GetFileName(file)));
        CopyRest(ledger, Path.Combine(target, "ledger"), "*");
        CopyRest(config, Path.Combine(target, "config"), "*");
        var models = Path.Combine(config, "models");
        if (Directory.Exists(models))
        {
            CreateOwn(Path.Combine(target, "config", "models"));
            CopyRest(models, Path.Combine(target, "config", "models"), "*.json");
        }

        string id, head;
        using (var reader = LedgerReader.Open(Path.Combine(target, "ledger"))) (id, head) = (reader.Id, reader.Head().ToString());
        BackupManifest manifest = new() { Made = time.GetUtcNow(), Ledger = id, Head = head, Files = BackupManifest.FilesIn(target) };
        manifest.Write(target);
        return manifest;
    }

    private static void CopyRest(string from, string to, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern))
        {
            if (Array.Exists(Left, end => file.EndsWith(end, StringComparison.Ordinal))) continue;
            using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using FileStream copy = new(Path.Combine(to, Path.GetFileName(file)), FileMode.CreateNew, FileAccess.Write);
            source.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
    }

    private static void CreateOwn(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }
}
