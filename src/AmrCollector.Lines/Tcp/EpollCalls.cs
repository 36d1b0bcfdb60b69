using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Tcp;

/// <summary>Linux's epoll(7).</summary>
[SupportedOSPlatform("linux")]
internal static partial class EpollCalls
{
    internal const int Add = 1, Remove = 2, CloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial SafeFileHandle Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle epoll, int operation, SafeSocketHandle socket, ref byte e);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    internal static partial int Wait(SafeFileHandle epoll, ref byte events, int most, int milliseconds);
}
