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
    private const string Mark = "backup";

    /// <summary>Restores the backup in <paramref name="backup"/>; chained with <paramref name="record"/>. One of the same backup that was cut off in its moves is finished. Returns what was restored and where the former files went, null when there were none.</summary>
    /// <exception cref="BackupException">The backup is not whole, or cannot be brought back; nothing was touched.</exception>
    /// <exception cref="LedgerException">A collector runs on the folders.</exception>
    public static (BackupManifest Manifest, string? Aside) Run(string backup, string data, string ledger, AuditRecord record, TimeProvider time, CancellationToken cancellationToken) =>
        Run(backup, data, ledger, record, time, null, cancellationToken);

    internal static (BackupManifest Manifest, string? Aside) Run(
        string backup, string data, string ledger, AuditRecord record, TimeProvider time, Action? moved, CancellationToken cancellationToken)
    {
        (data, ledger) = (Path.GetFullPath(data), Path.GetFullPath(ledger));
        var manifest = BackupManifest.Check(backup);
        using var claim = DataClaim.TakeForRestore(data);
        RestoreMoves moves = new(data, ledger, moved);
        if (moves.IsCutOff)
        {
            var isSame = ReadyOf(Path.Combine(data, RestoreMoves.Unfinished)) == MarkOf(manifest);
            var aside = moves.Finish();
            if (isSame) return (manifest, aside);
        }

        MakeReady(backup, data, manifest, record, time, cancellationToken);
        moves.Begin(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMddTHHmmssfff}"));
        return (manifest, moves.Finish());
    }

    private static void MakeReady(string backup, string data, BackupManifest manifest, AuditRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        var ready = Path.Combine(data, RestoreMoves.Copied);
        try
        {
            RestoreMoves.Clear(data);
            Copy(Path.Combine(backup, "data"), Path.Combine(ready, "data"));
            Copy(Path.Combine(backup, "ledger"), Path.Combine(ready, "ledger"));
            Verify(Path.Combine(ready, "ledger"), manifest, record, time, cancellationToken);
            File.WriteAllText(Path.Combine(ready, Mark), MarkOf(manifest));
        }
        catch (Exception e)
        {
            RestoreMoves.Clear(data);
            if (e is IOException or UnauthorizedAccessException) throw new BackupException($"the backup cannot be brought back: {e.Message}", e);
            throw;
        }
    }

    private static string MarkOf(BackupManifest manifest) => string.Create(CultureInfo.InvariantCulture, $"{manifest.Ledger} {manifest.Head} {manifest.Made.UtcDateTime:O}");

    private static string ReadyOf(string folder) => Path.Combine(folder, Mark) is var file && File.Exists(file) ? File.ReadAllText(file) : "";

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
