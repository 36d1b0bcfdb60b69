using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Service.Security;

namespace AmrCollector.Service.Backups;

/// <summary>
/// Brings a backup back into the folders a configuration names: only when all of it is as it was made (manifest and chain), only while no collector runs on
/// them, and with a new epoch, so that who holds a cursor from beyond the backup is told. What was there is moved aside, never removed.
/// </summary>
public static class Restore
{
    private static readonly string[] Staying = ["service.lock", "writer.lock", LocalRoad.SocketName, "log", DataClaim.Unfinished];

    /// <summary>Restores the backup in <paramref name="backup"/>; chained with <paramref name="record"/>; returns what was restored and where the former files went, null when there were none.</summary>
    /// <exception cref="BackupException">The backup is not whole, or cannot be brought back; nothing was touched.</exception>
    /// <exception cref="LedgerException">A collector runs on the folders.</exception>
    public static (BackupManifest Manifest, string? Aside) Run(string backup, string data, string ledger, AuditRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        (data, ledger) = (Path.GetFullPath(data), Path.GetFullPath(ledger));
        var manifest = BackupManifest.Check(backup);
        using var claim = DataClaim.TakeForRestore(data);
        var unfinished = Path.Combine(data, DataClaim.Unfinished);
        try
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            Copy(Path.Combine(backup, "data"), Path.Combine(unfinished, "data"));
            Copy(Path.Combine(backup, "ledger"), Path.Combine(unfinished, "ledger"));
            Verify(Path.Combine(unfinished, "ledger"), manifest, record, time, cancellationToken);
        }
        catch (Exception e)
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            if (e is IOException or UnauthorizedAccessException) throw new BackupException($"the backup cannot be brought back: {e.Message}", e);
            throw;
        }

        return (manifest, GoOver(data, ledger, unfinished, time));
    }

    /// <summary>The chain is whole up to the manifest's head, and goes on in an epoch of its own.</summary>
    private static void Verify(string ledger, BackupManifest manifest, AuditRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!LedgerHead.TryParse(manifest.Head, out var head)) throw new BackupException($"the manifest's head '{manifest.Head}' is none");
        var report = Chain.Verify(ledger, [head], null, cancellationToken);
        if (report.Fault is { } fault) throw new BackupException($"the ledger of the backup is broken: {fault.What}");
        if (report.Ledger != manifest.Ledger || report.Head != head) throw new BackupException($"the ledger of the backup is {report.Ledger} up to {report.Head}, its manifest says {manifest.Ledger} up to {manifest.Head}");
        using var opened = SqliteLedger.Open(ledger, time);
        opened.OpenNewEpoch(string.Create(CultureInfo.InvariantCulture, $"restored from the backup of {manifest.Made.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
        opened.Append([record.ToDraft(time.GetUtcNow())]); // the first entry of the new epoch: who brought it back, and why
    }

    // From the first move to the last a collector refuses to start: the folder with what is to come is still there.
    private static string? GoOver(string data, string ledger, string unfinished, TimeProvider time)
    {
        var stamp = string.Create(CultureInfo.InvariantCulture, $"before-restore-{time.GetUtcNow():yyyyMMddTHHmmssfff}");
        var aside = Path.Combine(data, stamp);
        var isInside = ledger.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        MoveAll(data, aside, name => Staying.Contains(name) || name.StartsWith("before-restore-", StringComparison.Ordinal) || (isInside && Path.Combine(data, name) == ledger));
        if (Directory.Exists(ledger)) MoveAll(ledger, Path.Combine(aside, "ledger"), name => name == "writer.lock");
        MoveAll(Path.Combine(unfinished, "data"), data, _ => false);
        MoveAll(Path.Combine(unfinished, "ledger"), ledger, name => name == "writer.lock");
        Directory.Delete(unfinished, recursive: true);
        return Directory.Exists(aside) ? aside : null;
    }

    private static void MoveAll(string from, string to, Func<string, bool> isStaying)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).ToList())
        {
            var name = Path.GetFileName(entry);
            if (isStaying(name)) continue;
            Directory.CreateDirectory(to);
            if (Directory.Exists(entry)) Directory.Move(entry, Path.Combine(to, name));
            else File.Move(entry, Path.Combine(to, name));
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            using var source = File.OpenRead(file);
            using FileStream copy = new(Path.Combine(to, Path.GetFileName(file)), FileMode.CreateNew, FileAccess.Write);
            source.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
    }
}
