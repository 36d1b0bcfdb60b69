namespace AmrCollector.Service.Logs;

/// <summary>What the log's files may take: their number times their size, 200 MB by default.</summary>
public sealed record LogLimits
{
    /// <summary>Bytes after which a new file is begun.</summary>
    public long LargestFile { get; init; } = 20 * 1024 * 1024;

    /// <summary>Files that are kept; the oldest are deleted.</summary>
    public int MostFiles { get; init; } = 10;
}
