using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace AmrCollector.Service.Lifetime.Windows;

/// <summary>What a service says to Windows, and where events go (winsvc.h, winbase.h).</summary>
internal static unsafe partial class ServiceCalls
{
    internal const uint OwnProcess = 0x10;
    internal const uint Stopped = 1, StartPending = 2, StopPending = 3, Running = 4;
    internal const uint AcceptStop = 1, AcceptShutdown = 4, AcceptReload = 8;
    internal const uint ControlStop = 1, ControlInterrogate = 4, ControlShutdown = 5, ControlReload = 6;
    internal const uint NoError = 0, NotImplemented = 120, ServiceSpecific = 1066, NotStartedByServices = 1063;
    internal const ushort EventError = 1, EventInformation = 4;

    [LibraryImport("advapi32", EntryPoint = "StartServiceCtrlDispatcherW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool Dispatch(ServiceEntry* table);

    [LibraryImport("advapi32", EntryPoint = "RegisterServiceCtrlHandlerExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint RegisterHandler(string name, delegate* unmanaged<uint, uint, nint, nint, uint> handler, nint context);

    [LibraryImport("advapi32", EntryPoint = "SetServiceStatus", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetStatus(nint service, in ServiceStatus status);

    [LibraryImport("advapi32", EntryPoint = "RegisterEventSourceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint RegisterEventSource(string? machine, string source);

    [LibraryImport("advapi32", EntryPoint = "ReportEventW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ReportEvent(nint log, ushort type, ushort category, uint id, nint user, ushort texts, uint bytes, char** text, nint data);

    [LibraryImport("advapi32", EntryPoint = "DeregisterEventSource", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool DeregisterEventSource(nint log);

    /// <summary>SERVICE_TABLE_ENTRYW.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ServiceEntry
    {
        public char* Name;
        public delegate* unmanaged<uint, char**, void> Main;
    }

    /// <summary>SERVICE_STATUS.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ServiceStatus
    {
        public uint Type, State, Accepted, ExitCode, OwnExitCode, CheckPoint, WaitHint;
    }
}
