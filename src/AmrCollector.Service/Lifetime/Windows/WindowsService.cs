using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static AmrCollector.Service.Lifetime.Windows.ServiceCalls;

namespace AmrCollector.Service.Lifetime.Windows;

/// <summary>
/// This process as a Windows service: tells the service manager how it is and takes its controls. Stopping is asked for by stop and by shutdown, a reload by
/// "parameters changed". An end that was not asked for, or with a fault, is told as a failure, so that the recovery actions fire.
/// </summary>
public sealed unsafe class WindowsService : IDisposable
{
    /// <summary>Exit code of a program that was started with --service, but not by Windows.</summary>
    private const int Misused = 2;

    private const uint StartHint = 120_000, StopHint = 30_000;

    private static WindowsService? Current;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<WindowsService, Task<int>> _work;
    private readonly Lock _gate = new();
    private nint _handle;
    private uint _state = StartPending;
    private uint _checkPoint;
    private int _exit = Misused;
    private Func<Task>? _reload;

    private WindowsService(Func<WindowsService, Task<int>> work) => _work = work;

    /// <summary>Cancelled when Windows asks for the end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Hands this thread to the service manager until <paramref name="work"/> has ended; returns its exit code, 2 when Windows did not start this process.</summary>
    public static int Run(Func<WindowsService, Task<int>> work)
    {
        using WindowsService service = new(work);
        Current = service;
        fixed (char* name = WindowsServiceName.Name)
        {
            var table = stackalloc ServiceEntry[2];
            table[0] = new() { Name = name, Main = &Begin };
            table[1] = default;
            if (!Dispatch(table)) Console.Error.WriteLine("AmrCollector.Service: --service is how Windows starts it: amr service start; in a window leave it out");
        }

        return service._exit;
    }

    /// <summary>Tells that it collects; <paramref name="reload"/> is called when Windows asks for it.</summary>
    public void Started(Func<Task> reload)
    {
        _reload = reload;
        Tell(Running);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    [UnmanagedCallersOnly]
    private static void Begin(uint count, char** arguments) => Current!.Serve();

    [UnmanagedCallersOnly]
    private static uint Control(uint control, uint type, nint data, nint context) => Current!.Take(control);

    private void Serve()
    {
        _handle = RegisterHandler(WindowsServiceName.Name, &Control, 0);
        if (_handle == 0) return;
        Tell(StartPending);
        try
        {
            _exit = _work(this).GetAwaiter().GetResult();
        }
        catch (Exception e) // whatever it is: Windows must hear that it failed, or it waits for ever
        {
            WindowsEventLog.Write(EventError, $"ended by a fault nobody foresaw: {e}");
            _exit = 1;
        }

        Tell(Stopped);
    }

    private uint Take(uint control)
    {
        switch (control)
        {
            case ControlStop or ControlShutdown:
                Tell(StopPending);
                _ = _stopping.CancelAsync(); // the thread is Windows', and waits for the answer
                return NoError;
            case ControlReload when _reload is { } reload:
                _ = Task.Run(reload);
                return NoError;
            case ControlInterrogate:
                return NoError;
            default:
                return NotImplemented;
        }
    }

    private void Tell(uint state)
    {
        lock (_gate)
        {
            if (_state == StopPending && state == Running) return; // asked to end while it began
            _state = state;
            var isPending = state is StartPending or StopPending;
            ServiceStatus status = new()
            {
                Type = OwnProcess,
                State = state,
                Accepted = state == Running ? AcceptStop | AcceptShutdown | AcceptReload : 0,
                ExitCode = state == Stopped && _exit != 0 ? ServiceSpecific : NoError,
                OwnExitCode = state == Stopped ? (uint)_exit : 0,
                CheckPoint = isPending ? ++_checkPoint : 0,
                WaitHint = state == StartPending ? StartHint : state == StopPending ? StopHint : 0,
            };
            SetStatus(_handle, status);
        }
    }
}
