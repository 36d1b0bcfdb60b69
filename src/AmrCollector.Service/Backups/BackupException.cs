namespace AmrCollector.Service.Backups;

/// <summary>A backup cannot be made or restored; the message says why. What was there before is as it was.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
