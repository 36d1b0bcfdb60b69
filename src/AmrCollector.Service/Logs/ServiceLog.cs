using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace AmrCollector.Service.Logs;

/// <summary>Where events go: one line each on the console, and structured in files that cannot fill a disk.</summary>
public static class ServiceLog
{
    private const long LargestFile = 20 * 1024 * 1024;
    private const int MostFiles = 10;

    /// <summary>A log for a service whose files live under <paramref name="folder"/>/log; without a console for a live table.</summary>
    public static Logger Create(string folder, bool console)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.File(
                new JsonFormatter(renderMessage: true), Path.Combine(folder, "log", "amr-.log"), fileSizeLimitBytes: LargestFile,
                rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, retainedFileCountLimit: MostFiles);
        if (console) log.WriteTo.Console(new OneLine());
        return log.CreateLogger();
    }

    /// <summary>The only provider: what <paramref name="log"/> writes.</summary>
    internal static void Use(ILoggingBuilder logging, Logger log) => logging.ClearProviders().AddSerilog(log, dispose: true);

    /// <summary>A logger that writes to <paramref name="log"/> before there is a host to ask for one.</summary>
    internal static Microsoft.Extensions.Logging.ILogger For(Logger log, string name)
    {
        using Serilog.Extensions.Logging.SerilogLoggerFactory logs = new(log);
        return logs.CreateLogger(name);
    }
}
