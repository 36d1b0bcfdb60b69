using Microsoft.Extensions.Logging;
using Serilog.Core;

namespace AmrCollector.Service.Lifetime.Windows;

/// <summary>The collector's life under Windows' service manager: its controls, its Event Log, and an end when something hangs.</summary>
/// <param name="service">This process as a service.</param>
internal sealed class WindowsLife(WindowsService service)
{
    /// <summary>Where errors go besides the rolling file.</summary>
    public ILogEventSink EventLog { get; } = new WindowsEventLog();

    /// <summary>Tells that <paramref name="host"/> collects, passes stop and reload on to it, and watches it until it is stopping.</summary>
    public async Task RunAsync(CollectorHost host, ILogger logger)
    {
        using var stop = service.Stopping.Register(host.Stop);
        service.Started(host.ReloadBySignalAsync);
        WindowsEventLog.Told($"collecting; status page at {host.Address}");
        await new HangWatch(host.Collection.Stuck, End, TimeProvider.System, logger).RunAsync(host.Stopping);
    }

    // Not an orderly end: what hangs would hang there too. The log has the reason by now.
    private static void End(string why)
    {
        WindowsEventLog.Failed($"{why}; the process ends, so that it is started again");
        Environment.FailFast(why);
    }
}
