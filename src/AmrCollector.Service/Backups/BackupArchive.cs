using System.Formats.Tar;
using System.IO.Compression;

namespace AmrCollector.Service.Backups;

/// <summary>A backup as one file, ".tar.gz" or ".tgz".</summary>
public static class BackupArchive
{
    /// <summary>True when <paramref name="path"/> names such a file.</summary>
    public static bool IsOne(string path) => path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts the folder <paramref name="backup"/> into <paramref name="file"/>, for its owner only: whole, or not at all.</summary>
    public static void Pack(string backup, string file)
    {
        var unfinished = file + ".new";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (FileStream stream = new(unfinished, options))
            {
                using (GZipStream packed = new(stream, CompressionLevel.Fastest, leaveOpen: true)) TarFile.CreateFromDirectory(backup, packed, includeBaseDirectory: false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new BackupException($"{file} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Unpacks <paramref name="file"/> into <paramref name="folder"/>; nothing of it lands elsewhere.</summary>
    public static void Unpack(string file, string folder)
    {
        try
        {
            using GZipStream packed = new(File.OpenRead(file), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(packed, folder, overwriteFiles: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            throw new BackupException($"{file} is no backup that can be unpacked: {e.Message}", e);
        }
    }
}
