using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace AmrCollector.Service.Logs;

/// <summary>Where events go: one line each on the console, and structured in files that cannot fill a disk. Repeats are collapsed in both.</summary>
public static class ServiceLog
{
    /// <summary>The category of traced frames; nobody else writes at level trace.</summary>
    public const string Frames = "AmrCollector.Frames";

    /// <summary>A log for a service whose files live under <paramref name="folder"/>/log.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="console">True: also one line each on the console; a live table wants none.</param>
    /// <param name="errors">Gets what is an error, or worse; null: nobody does.</param>
    /// <param name="limits">What the files may take; null: the usual.</param>
    public static Logger Create(string folder, bool console, ILogEventSink? errors = null, LogLimits? limits = null)
    {
        limits ??= new();
        var log = Configuration().WriteTo.File(
            new JsonFormatter(renderMessage: true), Path.Combine(folder, "log", "amr-.log"), fileSizeLimitBytes: limits.LargestFile,
            rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, retainedFileCountLimit: limits.MostFiles);
        if (errors is not null) log.WriteTo.Sink(errors, LogEventLevel.Error);
        if (console) log.WriteTo.Console(new OneLine());
        return Configuration().WriteTo.Sink(new CollapsedRepeats(log.CreateLogger(), TimeProvider.System)).CreateLogger();
    }

    /// <summary>The only provider: what <paramref name="log"/> writes.</summary>
    internal static void Use(ILoggingBuilder logging, Logger log) => logging.ClearProviders().AddFilter(Frames, LogLevel.Trace).AddSerilog(log, dispose: true);

    /// <summary>A logger that writes to <paramref name="log"/> before there is a host to ask for one.</summary>
    internal static Microsoft.Extensions.Logging.ILogger For(Logger log, string name)
    {
        using Serilog.Extensions.Logging.SerilogLoggerFactory logs = new(log);
        return logs.CreateLogger(name);
    }

    private static LoggerConfiguration Configuration() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override(Frames, LogEventLevel.Verbose);
}
