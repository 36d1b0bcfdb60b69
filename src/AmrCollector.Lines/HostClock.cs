using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AmrCollector.Lines;

/// <summary>What the operating system says of its own clock.</summary>
public static partial class HostClock
{
    private const int TimeError = 5;
    private const int RoomForTimex = 512; // struct timex has 208 bytes where long has 64 bits, 128 where it has 32

    /// <summary>True while the kernel calls its clock synchronised; null where it says nothing (not Linux, or not allowed to ask).</summary>
    public static bool? IsSynchronised() => OperatingSystem.IsLinux() ? OfLinux() : null;

    [SupportedOSPlatform("linux")]
    private static bool? OfLinux()
    {
        Span<byte> timex = stackalloc byte[RoomForTimex];
        timex.Clear(); // modes 0: only reads
        return AdjustTime(ref MemoryMarshal.GetReference(timex)) switch
        {
            TimeError => false,
            >= 0 => true,
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int AdjustTime(ref byte timex);
}
