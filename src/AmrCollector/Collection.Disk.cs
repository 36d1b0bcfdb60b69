namespace AmrCollector;

/// <content>What it takes of the disk.</content>
public sealed partial class Collection
{
    /// <summary>The drive of <paramref name="folder"/>; null on a folder of no drive of this system, such as a network share.</summary>
    private static DriveInfo? Disk(string folder)
    {
        try
        {
            DriveInfo disk = new(folder);
            return disk.IsReady ? disk : null;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private long LedgerBytes()
    {
        try
        {
            return new DirectoryInfo(_setup.LedgerFolder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            return 0; // a file was closed and removed in between; the next report tells
        }
    }
}
