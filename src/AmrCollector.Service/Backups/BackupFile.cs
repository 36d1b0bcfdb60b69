namespace AmrCollector.Service.Backups;

/// <summary>One file of a backup.</summary>
/// <param name="Path">Inside the backup, with slashes: "ledger/ledger.db".</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Of its content, lower-case hex.</param>
public sealed record BackupFile(string Path, long Length, string Sha256);
