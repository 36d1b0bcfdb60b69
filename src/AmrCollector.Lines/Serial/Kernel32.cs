using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Serial;

/// <summary>The Win32 calls a serial line needs (winbase.h, handleapi.h).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Kernel32
{
    internal const uint ReadWrite = 0xC0000000, OpenExisting = 3, Overlapped = 0x40000000;
    internal const int FileNotFound = 2, PathNotFound = 3, AccessDenied = 5, SharingViolation = 32, OperationAborted = 995, StillWaiting = 996, Pending = 997;
    internal const uint PurgeAll = 0xF, PurgeReceived = 0x8, PurgeSending = 0x5;
    internal const uint SetRts = 3, ClearRts = 4;
    internal const uint BadCharacter = 0x4 | 0x8 | 0x10; // CE_RXPARITY, CE_FRAME, CE_BREAK
    internal const uint CharacterReceived = 1, LineError = 0x80;
    internal const uint HighResolution = 2, AllTimerRights = 0x1F0003;

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial SafeFileHandle CreateFile(string name, uint access, uint share, nint security, uint how, uint flags, nint template);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetCommState(SafeFileHandle port, ref Dcb settings);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetCommState(SafeFileHandle port, in Dcb settings);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetCommTimeouts(SafeFileHandle port, in Timeouts timeouts);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ClearCommError(SafeFileHandle port, out uint errors, out ComStatus status);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetCommMask(SafeFileHandle port, uint events);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool WaitCommEvent(SafeFileHandle port, uint* happened, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool PurgeComm(SafeFileHandle port, uint what);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool EscapeCommFunction(SafeFileHandle port, uint function);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool FlushFileBuffers(SafeFileHandle port);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ReadFile(SafeFileHandle port, byte* buffer, uint count, nint read, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool WriteFile(SafeFileHandle port, byte* buffer, uint count, nint written, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetOverlappedResult(SafeFileHandle port, NativeOverlapped* overlapped, out uint count, [MarshalAs(UnmanagedType.Bool)] bool wait);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool CancelIoEx(SafeFileHandle port, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", EntryPoint = "CreateWaitableTimerExW", SetLastError = true)]
    internal static partial SafeWaitHandle CreateTimer(nint security, nint name, uint flags, uint rights);

    [LibraryImport("kernel32", EntryPoint = "SetWaitableTimer", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetTimer(SafeWaitHandle timer, in long due, int period, nint routine, nint argument, [MarshalAs(UnmanagedType.Bool)] bool resume);

    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial uint WaitForMultipleObjects(uint count, nint* handles, [MarshalAs(UnmanagedType.Bool)] bool all, uint milliseconds);

    /// <summary>DCB; the bit field is one word here.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Dcb
    {
        public uint Length, BaudRate, Flags;
        public ushort Reserved, XonLimit, XoffLimit;
        public byte ByteSize, Parity, StopBits, XonChar, XoffChar, ErrorChar, EofChar, EventChar;
        public ushort Reserved1;
    }

    /// <summary>COMSTAT.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ComStatus
    {
        public uint Flags, InputBytes, OutputBytes;
    }

    /// <summary>COMMTIMEOUTS, in milliseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Timeouts
    {
        public uint ReadInterval, ReadMultiplier, ReadConstant, WriteMultiplier, WriteConstant;
    }
}
