using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace AmrCollector.Lines.Serial;

/// <summary>The libc calls a raw serial line needs. Layouts and numbers are Linux's on x86 and Arm (glibc and musl, little-endian).</summary>
[SupportedOSPlatform("linux")]
internal static partial class Libc
{
    internal const int ReadOnly = 0, ReadWrite = 2, NoControllingTty = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    internal const int Permission = 1, NoEntry = 2, Interrupted = 4, InputOutput = 5, NoSuchDevice = 6, TryAgain = 11, Access = 13, Busy = 16, NoDevice = 19, InvalidArgument = 22, NotATty = 25;
    internal const int LockExclusive = 2, LockNonBlocking = 4;
    internal const nuint GetTermios = 0x5401, SetTermios = 0x5402;
    internal const nuint SetExclusive = 0x540C, ClearExclusive = 0x540D, GetExclusive = 0x80045440, RaiseModemLines = 0x5416, DropModemLines = 0x5417, SetRs485 = 0x542F;
    internal const int RequestToSend = 4;
    internal const short PollIn = 1, PollOut = 4, PollError = 8, PollHangUp = 16, PollInvalid = 32;
    internal const int CurrentFolder = -100, EmptyPath = 0x1000;
    internal const int SetTimerSlack = 29;
    internal const int FlushOutput = 1, FlushBoth = 2;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial SafeFileHandle EventFd(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle file, ref byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle file, ref readonly byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(ref PollFd fds, nuint count, ref readonly TimeSpec most, nint signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    internal static partial int ProcessControl(int option, nuint value, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(SafeFileHandle file, int how);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Stat(int folder, string path, int flags, uint mask, out Node node);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle line, nuint request, ref int value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle line, nuint request, ref Rs485 value);

    // Not tcsetattr: glibc calls it a failure when a pseudo terminal keeps its own character format.
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle line, nuint request, ref Termios value);

    [LibraryImport("libc", EntryPoint = "tcdrain", SetLastError = true)]
    internal static partial int DrainOutput(SafeFileHandle line);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    internal static partial int Flush(SafeFileHandle line, int which);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary>struct statx, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Node
    {
        [FieldOffset(32)]
        public ulong Inode;
        [FieldOffset(128)]
        public uint DeviceMajor;
        [FieldOffset(132)]
        public uint DeviceMinor;
        [FieldOffset(136)]
        public uint FolderMajor;
        [FieldOffset(140)]
        public uint FolderMinor;
    }

    /// <summary>struct serial_rs485.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    internal struct Rs485
    {
        public uint Flags;
        public uint DelayBefore;
        public uint DelayAfter;
    }

    /// <summary>The kernel's struct termios (asm-generic/termbits.h); the speed stands in <see cref="Control"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Termios
    {
        public uint Input, Output, Control, Local;
        public byte Discipline;
        public ControlChars Chars;
    }

    [InlineArray(19)]
    internal struct ControlChars
    {
        private byte _first;
    }
}
