using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AmrCollector.Lines;

/// <summary>
/// Whether the process may open another line. The system's limit of file handles counts the ledger, the API and the runtime too, and these die without:
/// so lines leave them room. Safe from any thread.
/// </summary>
/// <param name="count">Handles open now; null where the system does not say.</param>
/// <param name="limit">The most it may have; null for no limit.</param>
/// <param name="time">The clock.</param>
public sealed partial class OpenHandles(Func<int?> count, Func<long?> limit, TimeProvider time)
{
    /// <summary>Handles that lines leave to everything else.</summary>
    public const int Reserve = 128;

    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _countedAt;
    private int? _counted;
    private bool _isCounted;

    /// <summary>Of this process. On Windows there is always room.</summary>
    public static OpenHandles OfProcess { get; } = new(Count, Limit, TimeProvider.System);

    /// <summary>Why no line may be opened now and what to do, a sentence without its stop; null when one may. Counts that one as open.</summary>
    public string? WhyNot()
    {
        if (limit() is not { } most) return null;
        lock (_gate)
        {
            if (!_isCounted || time.GetElapsedTime(_countedAt) > CountedFor) (_counted, _countedAt, _isCounted) = (count(), time.GetTimestamp(), true);
            if (_counted is not { } open) return null;
            if (open + Reserve >= most) return $"{open} of {most} file handles are open, and the last {Reserve} are not for lines: allow the service more (LimitNOFILE=, ulimit -n)";
            _counted = open + 1;
            return null;
        }
    }

    private static int? Count()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Limit() => OperatingSystem.IsLinux() ? OfLinux() : null;

    [SupportedOSPlatform("linux")]
    private static long? OfLinux()
    {
        const int NumberOfFiles = 7;
        return GetLimit(NumberOfFiles, out var known) == 0 && known.Now < int.MaxValue ? (long)known.Now : null;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        internal nuint Now;
        internal nuint Most;
    }
}
