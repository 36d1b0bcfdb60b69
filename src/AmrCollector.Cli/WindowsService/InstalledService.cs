using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AmrCollector.Service.Lifetime.Windows;
using static AmrCollector.Cli.WindowsService.ScmCalls;

namespace AmrCollector.Cli.WindowsService;

/// <summary>The collector's entry in Windows' list of services. Every fault is a <see cref="VerbFailedException"/> with what to do.</summary>
[SupportedOSPlatform("windows")]
internal static class InstalledService
{
    private const string Shown = "AmrCollector";
    private const string Purpose = "Reads meters unattended, judges what they say, keeps it in a ledger and hands it to billing.";
    private const uint ServiceSpecific = 1066;
    private static readonly string[] States = ["unknown", "stopped", "starting", "stopping", "running", "continuing", "pausing", "paused"];
    private static readonly string[] Starts = ["boot", "system", "automatic", "manual", "disabled"];

    /// <summary>Waits between restarts: at once, then patiently, for ever. A day without a fault begins anew.</summary>
    private static readonly TimeSpan[] RestartAfter = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];
    private static readonly TimeSpan FaultsForgotten = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Enters it, or brings its entry up to date: <paramref name="command"/> as <paramref name="account"/>, started with Windows, and again whenever it fails. False when this
    /// system restarts it after a crash only: it does not know the rest of the settings.
    /// </summary>
    internal static bool Put(string command, string account)
    {
        using var manager = Manager(ManagerConnect | ManagerCreate);
        var service = CreateService(manager, WindowsServiceName.Name, Shown, AllRights, OwnProcess, AutoStart, ErrorNormal, command, null, 0, null, account, null);
        if (service.IsInvalid && Marshal.GetLastPInvokeError() is AlreadyThere)
        {
            service = OpenService(manager, WindowsServiceName.Name, AllRights);
            if (!service.IsInvalid && !Change(service, OwnProcess, AutoStart, ErrorNormal, command, null, 0, null, account, null, Shown)) throw Fault("be changed");
        }

        if (service.IsInvalid) throw Fault("be installed");
        using (service) return SetUp(service);
    }

    /// <summary>Takes it out of the list; it must not run.</summary>
    internal static void Remove()
    {
        using var manager = Manager(ManagerConnect);
        using var service = Open(manager, Delete);
        if (!DeleteService(service)) throw Fault("be removed");
    }

    /// <summary>Starts it and waits until it runs; false when it ran already.</summary>
    internal static async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        using var manager = Manager(ManagerConnect);
        using var service = Open(manager, StartRight | QueryRights);
        if (!ScmCalls.Start(service, 0, 0)) return Marshal.GetLastPInvokeError() is AlreadyRunning ? false : throw Fault("be started");
        var status = await SettledAsync(service, "starting", cancellationToken);
        if (States[status.State] == "running") return true;
        throw new VerbFailedException(ExitCode.Failed, $"the service did not start (exit code {OwnExit(status)}): the Event Log, source {WindowsServiceName.Name}, says why; amr check names faults of the configuration");
    }

    /// <summary>Stops it and waits until it has ended; false when it did not run.</summary>
    internal static async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        using var manager = Manager(ManagerConnect);
        using var service = Open(manager, StopRight | QueryRights);
        if (!AskToStop(service)) return Marshal.GetLastPInvokeError() is NotActive ? false : throw Fault("be stopped");
        var ended = await SettledAsync(service, "stopping", cancellationToken);
        return States[ended.State] == "stopped" ? true : throw new VerbFailedException(ExitCode.Failed, "the service did not stop within 2 minutes");
    }

    /// <summary>How it is; null when it is not installed.</summary>
    internal static unsafe ServiceState? Find()
    {
        using var manager = Manager(ManagerConnect);
        using var service = OpenService(manager, WindowsServiceName.Name, QueryRights);
        if (service.IsInvalid) return Marshal.GetLastPInvokeError() is Missing or MarkedForDelete ? null : throw Fault("be asked");
        var now = Now(service);
        if (QueryConfig(service, null, 0, out var needed) || Marshal.GetLastPInvokeError() is not BufferTooSmall) throw Fault("be asked");
        var buffer = new byte[needed];
        fixed (byte* first = buffer)
        {
            if (!QueryConfig(service, first, needed, out _)) throw Fault("be asked");
            var config = (Config*)first;
            return new(States[now.Status.State], now.Process, OwnExit(now.Status), new(config->Account), new(config->Command), Starts[config->Start]);
        }
    }

    private static unsafe bool SetUp(ScmHandle service)
    {
        fixed (char* purpose = Purpose)
        {
            var description = (nint)purpose;
            if (!ChangeMore(service, Description, &description)) throw Fault("be described");
        }

        var actions = stackalloc ScmCalls.Action[RestartAfter.Length];
        for (var i = 0; i < RestartAfter.Length; i++) actions[i] = new() { Kind = RestartAction, Delay = (uint)RestartAfter[i].TotalMilliseconds };
        Failures failures = new() { ResetPeriod = (uint)FaultsForgotten.TotalSeconds, Count = (uint)RestartAfter.Length, Actions = actions };
        if (!ChangeMore(service, FailureActions, &failures)) throw Fault("be given recovery actions");
        var on = 1u; // also when it ends by itself with an exit code, not only when it crashes
        var sid = UnrestrictedSid; // files and pipes can name it in their rights
        return IsKnown(ChangeMore(service, FailureFlag, &on)) & IsKnown(ChangeMore(service, SidType, &sid));

        // Every Windows since Vista knows both; Wine does not.
        static bool IsKnown(bool done) => done || (Marshal.GetLastPInvokeError() is InvalidLevel ? false : throw Fault("be given recovery actions"));
    }

    /// <summary>The state once it is none of passage, or after two minutes.</summary>
    private static async Task<RunStatus> SettledAsync(ScmHandle service, string passage, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var status = Now(service).Status;
            if (States[status.State] != passage || Stopwatch.GetElapsedTime(began) > Longest) return status;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private static unsafe bool AskToStop(ScmHandle service)
    {
        RunStatus status;
        return ScmCalls.Control(service, ControlStop, &status);
    }

    private static unsafe StatusProcess Now(ScmHandle service)
    {
        StatusProcess status;
        return QueryStatus(service, 0, &status, (uint)sizeof(StatusProcess), out _) ? status : throw Fault("be asked");
    }

    private static uint OwnExit(RunStatus status) => status.ExitCode == ServiceSpecific ? status.OwnExitCode : status.ExitCode;

    private static ScmHandle Manager(uint access) => OpenManager(null, null, access) is { IsInvalid: false } manager ? manager : throw Fault("be reached");

    private static ScmHandle Open(ScmHandle manager, uint access) => OpenService(manager, WindowsServiceName.Name, access) is { IsInvalid: false } service ? service : throw Fault("be opened");

    private static VerbFailedException Fault(string what) => Marshal.GetLastPInvokeError() switch
    {
        AccessDenied => new(ExitCode.Failed, $"the service cannot {what}: open the window as administrator"),
        Missing => new(ExitCode.Failed, "the service is not installed: amr service install"),
        MarkedForDelete => new(ExitCode.Failed, "the service is being removed: close the windows that show services, then try again"),
        var error => new(ExitCode.Failed, $"the service cannot {what}: {new Win32Exception(error).Message}"),
    };
}
