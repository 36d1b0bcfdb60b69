using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Lifetime;
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
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(ServiceArguments.Usage);
            return Ok;
        }

        var (arguments, why) = ServiceArguments.Parse(args);
        if (arguments is null) return Tell(Misused, $"{why}; see --help");
        var (configuration, faults) = ConfigurationLoader.Load(arguments.Config);
        foreach (var fault in faults) await Console.Error.WriteLineAsync(fault.ToString());
        if (configuration is null) return Tell(ConfigurationInvalid, $"the configuration has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}; nothing was started");
        try
        {
            Directory.CreateDirectory(configuration.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell(ConfigurationInvalid, $"data folder {configuration.Folder} cannot be made: {e.Message}");
        }

        var log = ServiceLog.Create(configuration.Folder, console: true);
        return await RunAsync(configuration, log);
    }

    private static async Task<int> RunAsync(CollectorConfiguration configuration, Logger log)
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
            var signs = life.RunAsync(host.Stopping);
            var sound = await host.RunAsync(CancellationToken.None);
            await signs;
            logger.Ended(host.Collection.Report().Head);
            return sound ? Ok : Failed;
        }
        catch (LedgerException e)
        {
            return Tell(Failed, e.Message);
        }
        catch (MasterDataException e)
        {
            foreach (var sentence in e.Sentences) await Console.Error.WriteLineAsync($"meters.csv: {sentence}");
            return Tell(ConfigurationInvalid, $"the meter list has {(e.Sentences.Count == 1 ? "a change" : $"{e.Sentences.Count} changes")} without a dated order; nothing was started");
        }
        catch (AddressUnavailableException e)
        {
            return Tell(AddressTaken, e.Message);
        }
    }

    private static int Tell(int code, string sentence)
    {
        Console.Error.WriteLine($"AmrCollector.Service: {sentence}");
        return code;
    }
}
