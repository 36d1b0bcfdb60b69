using AmrCollector.Ledger;

namespace AmrCollector.Feed.Files;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Writes <paramref name="name"/> in <paramref name="folder"/> under a temporary name, flushes it to the disk and renames it, replacing what was there.
    /// <see cref="IOException"/> when the disk does not take it; then only the temporary file may be left, and the next try replaces it.
    /// </summary>
    internal static void Write(string folder, string name, Action<Stream> write)
    {
        var (unfinished, finished) = (Path.Combine(folder, $".{name}.tmp"), Path.Combine(folder, name));
        using (FileStream file = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, finished, overwrite: true);
        FolderSync.Flush(folder);
    }
}
