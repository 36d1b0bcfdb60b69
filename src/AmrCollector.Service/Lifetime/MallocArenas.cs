using System.Runtime.InteropServices;

namespace AmrCollector.Service.Lifetime;

/// <summary>How the C library hands out memory: SQLite's pages are there.</summary>
internal static partial class MallocArenas
{
    private const int MostArenas = -8; // M_ARENA_MAX of malloc.h
    private const int Enough = 2;

    /// <summary>Of glibc, two arenas for all threads instead of eight a processor: each keeps what was once used. Elsewhere nothing.</summary>
    internal static void Share()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetOption(MostArenas, Enough);
        }
        catch (EntryPointNotFoundException)
        {
            return; // another C library, which has no arenas
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
