namespace AmrCollector.Service.Security;

/// <summary>What tells that a file was changed: its time and length. Two looks that are equal found the same file.</summary>
/// <param name="Written">When it was written, UTC.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>The stamp of <paramref name="path"/> now; the default one while there is no such file or it cannot be looked at.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists ? new(file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
