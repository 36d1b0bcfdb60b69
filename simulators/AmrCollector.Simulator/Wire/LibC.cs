using System.Runtime.InteropServices;

namespace AmrCollector.Simulator.Wire;

/// <summary>The calls of the C library a pseudo terminal and exact waiting need (Linux).</summary>
internal static partial class LibC
{
    internal const int ReadWrite = 0x0002;
    internal const int NoControllingTerminal = 0x0100;
    internal const int NonBlocking = 0x0800;
    internal const int CloseOnExec = 0x80000;
    internal const short PollIn = 1;
    internal const int ClockMonotonic = 1;
    internal const int AbsoluteTime = 1;
    internal const int Now = 0;

    /// <summary>Requests that read and set a struct termios2.</summary>
    internal const nuint GetTermios2 = 0x802C542A, SetTermios2 = 0x402C542B;

    /// <summary>Bytes of a struct termios2.</summary>
    internal const int Termios2Size = 44;

    /// <summary>Room for a termios of any Linux C library.</summary>
    internal const int TermiosSize = 128;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int OpenMaster(int flags);

    [LibraryImport(Library, EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Grant(int master);

    [LibraryImport(Library, EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Unlock(int master);

    [LibraryImport(Library, EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SlaveName(int master, Span<byte> name, nuint size);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint Read(int descriptor, Span<byte> buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Poll(ref PollDescriptor descriptor, nuint count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int GetAttributes(int descriptor, Span<byte> termios);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SetAttributes(int descriptor, int when, ReadOnlySpan<byte> termios);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Control(int descriptor, nuint request, Span<byte> argument);

    [LibraryImport(Library, EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void MakeRaw(Span<byte> termios);

    [LibraryImport(Library, EntryPoint = "clock_nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SleepUntil(int clock, int flags, in TimeSpec until, nint remaining);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
