using System.Runtime.InteropServices;
using System.Runtime.Versioning;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace AmrCollector.Cli.WindowsService;

/// <summary>What is asked of Windows' service manager (winsvc.h).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class ScmCalls
{
    internal const uint ManagerConnect = 1, ManagerCreate = 2, AllRights = 0xF01FF, QueryRights = 0x5, StartRight = 0x10, StopRight = 0x20, Delete = 0x10000;
    internal const uint OwnProcess = 0x10, AutoStart = 2, ErrorNormal = 1, NoChange = 0xFFFFFFFF, ControlStop = 1;
    internal const uint Description = 1, FailureActions = 2, FailureFlag = 4, SidType = 5;
    internal const uint RestartAction = 1, UnrestrictedSid = 1;
    internal const int AccessDenied = 5, AlreadyRunning = 1056, NotActive = 1062, Missing = 1060, MarkedForDelete = 1072, AlreadyThere = 1073, BufferTooSmall = 122, InvalidLevel = 124;

    [LibraryImport("advapi32", EntryPoint = "OpenSCManagerW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ScmHandle OpenManager(string? machine, string? database, uint access);

    [LibraryImport("advapi32", EntryPoint = "OpenServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ScmHandle OpenService(ScmHandle manager, string name, uint access);

    [LibraryImport("advapi32", EntryPoint = "CreateServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ScmHandle CreateService(
        ScmHandle manager, string name, string shown, uint access, uint type, uint start, uint error, string command, string? group, nint tag, string? dependencies, string account, string? password);

    [LibraryImport("advapi32", EntryPoint = "ChangeServiceConfigW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool Change(
        ScmHandle service, uint type, uint start, uint error, string command, string? group, nint tag, string? dependencies, string account, string? password, string shown);

    [LibraryImport("advapi32", EntryPoint = "ChangeServiceConfig2W", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ChangeMore(ScmHandle service, uint what, void* content);

    [LibraryImport("advapi32", EntryPoint = "QueryServiceConfigW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool QueryConfig(ScmHandle service, byte* buffer, uint size, out uint needed);

    [LibraryImport("advapi32", EntryPoint = "QueryServiceStatusEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool QueryStatus(ScmHandle service, uint level, StatusProcess* status, uint size, out uint needed);

    [LibraryImport("advapi32", EntryPoint = "StartServiceW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool Start(ScmHandle service, uint count, nint arguments);

    [LibraryImport("advapi32", EntryPoint = "ControlService", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool Control(ScmHandle service, uint control, RunStatus* status);

    [LibraryImport("advapi32", EntryPoint = "DeleteService", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool DeleteService(ScmHandle service);

    [LibraryImport("advapi32", EntryPoint = "CloseServiceHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool Close(nint handle);

    /// <summary>SERVICE_STATUS.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RunStatus
    {
        public uint Type, State, Accepted, ExitCode, OwnExitCode, CheckPoint, WaitHint;
    }

    /// <summary>SERVICE_STATUS_PROCESS.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct StatusProcess
    {
        public RunStatus Status;
        public uint Process, Flags;
    }

    /// <summary>QUERY_SERVICE_CONFIGW.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Config
    {
        public uint Type, Start, Error;
        public char* Command;
        public char* Group;
        public uint Tag;
        public char* Dependencies;
        public char* Account;
        public char* Shown;
    }

    /// <summary>SC_ACTION; the delay is in milliseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Action
    {
        public uint Kind, Delay;
    }

    /// <summary>SERVICE_FAILURE_ACTIONSW; the period is in seconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Failures
    {
        public uint ResetPeriod;
        public char* RebootMessage;
        public char* Command;
        public uint Count;
        public Action* Actions;
    }
}
