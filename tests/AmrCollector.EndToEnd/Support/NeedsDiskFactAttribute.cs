using System.Diagnostics;

namespace AmrCollector.EndToEnd.Support;

/// <summary>A fact that mounts a small file system; where that is not allowed it is skipped by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> MayMount = new(Try);

    public NeedsDiskFactAttribute()
    {
        if (!MayMount.Value) Skip = "needs the right to mount a tmpfs, which this user or container does not have";
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return false;
        var folder = Directory.CreateTempSubdirectory("amr-mount-").FullName;
        var mounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder);
        if (mounted) Run("umount", folder);
        Directory.Delete(folder);
        return mounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process?.WaitForExit();
        return process is { ExitCode: 0 };
    }
}
