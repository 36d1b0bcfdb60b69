namespace AmrCollector.Service.Web;

/// <summary>Body of POST /v1/backups.</summary>
/// <param name="Target">Where the backup is written.</param>
/// <param name="Why">Why, for the record.</param>
internal sealed record BackupBody(string? Target, string? Why);
