namespace AmrCollector.EndToEnd.Support;

/// <summary>A file system of a few megabytes in memory, and what fills it up.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts one; needs root.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("amr-disk-").FullName;
        var (exit, output) = await Command.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "none", path);
        return exit == 0 ? new(path) : throw new InvalidOperationException(output);
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using FileStream ballast = new(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) ballast.Write(block);
        }
        catch (IOException)
        {
            return; // full
        }
    }

    /// <summary>Frees what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync("umount", "-l", Path);
        Directory.Delete(Path);
    }
}
