using System.Runtime.InteropServices;

namespace AmrCollector.Ledger;

/// <summary>Makes a rename durable: on Unix a folder is flushed by its own descriptor; NTFS logs renames itself.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    internal static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) return; // a folder that may be written but not listed
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"{folder} cannot be flushed to the disk (error {Marshal.GetLastPInvokeError()})");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
