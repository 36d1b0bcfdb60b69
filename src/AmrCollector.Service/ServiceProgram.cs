using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Lifetime;
using AmrCollector.Service.Lifetime.Windows;
using AmrCollector.Service.Logs;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace AmrCollector.Service;

/// <summary>The service from its arguments to its exit code.</summary>
internal static class ServiceProgram
{
    private const int Ok = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const int ConfigurationInvalid = 3;
    private const int AddressTaken = 6;

    public static async Task<int> RunAsync(string[] args)
    {
        MallocArenas.Share();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(ServiceArguments.Usage);
            return Ok;
        }

        var (arguments, why) = ServiceArguments.Parse(args);
        if (arguments is null) return Tell(Misused, $"{why}; see --help");
        if (!arguments.IsService) return await RunAsync(arguments, null);
        if (OperatingSystem.IsWindows()) return WindowsService.Run(service => RunAsync(arguments, new(service)));
        return Tell(Misused, $"{WindowsServiceName.Argument} is how Windows starts it; here systemd does: systemctl start amr-collector");
    }

    private static async Task<int> RunAsync(ServiceArguments arguments, WindowsLife? windows)
    {
        var (configuration, faults) = ConfigurationLoader.LoadToStart(arguments.Config);
        if (configuration is null) return Tell(ConfigurationInvalid, $"the configuration has {Counted(faults.Count, "fault")}; nothing was started", [.. faults.Select(fault => fault.ToString())], windows);
        try
        {
            Directory.CreateDirectory(configuration.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell(ConfigurationInvalid, $"data folder {configuration.Folder} cannot be made: {e.Message}", [], windows);
        }

        var log = ServiceLog.Create(configuration.Folder, console: windows is null, windows?.EventLog);
        return await RunAsync(configuration, log, windows);
    }

    private static async Task<int> RunAsync(CollectorConfiguration configuration, Logger log, WindowsLife? windows)
    {
        try
        {
            await using var host = await CollectorHost.StartAsync(configuration, configuration.Polling, new SteadyClock(TimeProvider.System), log, CancellationToken.None);
            using var logs = new SerilogLoggerFactory(log);
            var logger = logs.CreateLogger(nameof(CollectorHost));
            var setup = configuration.Setup;
            logger.Collecting(setup.Site, setup.Meters.Count, setup.Lines.Count, host.Address, setup.LedgerFolder);
            using var supervisor = SystemdSocket.Find(Environment.GetEnvironmentVariable, Environment.ProcessId);
            SignsOfLife life = new(supervisor, host.Collection.Stuck, host.Status, TimeProvider.System, logger);
            host.Reloading = life.AroundReloadAsync;
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                _ = host.ReloadBySignalAsync();
            });
            var signs = Task.WhenAll(life.RunAsync(host.Stopping), windows?.RunAsync(host, logger) ?? Task.CompletedTask);
            var sound = await host.RunAsync(CancellationToken.None);
            await signs;
            logger.Ended(host.Collection.Report().Head);
            return sound ? Ok : Failed;
        }
        catch (LedgerException e)
        {
            return Tell(Failed, e.Message, [], windows);
        }
        catch (MasterDataException e)
        {
            var (_, faults) = ConfigurationLoader.Load(configuration.Place); // says in which lines they stand
            return Tell(
                ConfigurationInvalid, $"the meter list has {Counted(e.Sentences.Count, "change")} without a dated order; nothing was started",
                faults.Count > 0 ? [.. faults.Select(fault => fault.ToString())] : [.. e.Sentences.Select(sentence => $"meters.csv: {sentence}")], windows);
        }
        catch (AddressUnavailableException e)
        {
            return Tell(AddressTaken, e.Message, [], windows);
        }
    }

    private static string Counted(int count, string what) => count == 1 ? $"a {what}" : $"{count} {what}s";

    private static int Tell(int code, string sentence, IReadOnlyList<string>? details = null, WindowsLife? windows = null)
    {
        foreach (var detail in details ?? []) Console.Error.WriteLine(detail);
        Console.Error.WriteLine($"AmrCollector.Service: {sentence}");
        if (windows is not null) WindowsEventLog.Failed(string.Join(Environment.NewLine, [sentence, .. details ?? []]));
        return code;
    }
}
