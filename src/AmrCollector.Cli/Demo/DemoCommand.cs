using System.CommandLine;
using AmrCollector.Lines;
using AmrCollector.Polling;
using AmrCollector.Service;
using AmrCollector.Service.Logs;
using AmrCollector.Simulator;

namespace AmrCollector.Cli.Demo;

/// <summary>`amr demo`: a neighbourhood of simulated meters and a collector that reads them, in one process.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Meters = new("--meters") { Description = "How many meters; the neighbourhood has 85 by itself", HelpName = "N" };
    private static readonly Option<string> For = new("--for") { Description = "End by itself after this time, such as 60s or 10m; else at Ctrl-C", HelpName = "TIME" };
    private static readonly Option<int> Port = new("--port") { Description = "Port of the status page and the feed on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 8645 };

    internal static Command Create()
    {
        Verb verb = new(
            "demo", "Runs a simulated neighbourhood and a collector that reads it, with live table, status page and feed",
            "amr demo --for 60s", "amr demo --meters 500 --port 9000") { Meters, For, Port };
        Meters.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 100_000) result.AddError("--meters takes 1 to 100000");
        });
        Port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535) result.AddError("--port takes 0 to 65535");
        });
        For.Validators.Add(result =>
        {
            if (!Duration.TryParse(result.GetValueOrDefault<string>() ?? "", out var time) || time <= TimeSpan.Zero)
                result.AddError("--for takes a time such as 60s or 10m");
        });
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var length = parsed.GetValue(For) is { } text && Duration.TryParse(text, out var span) ? span : (TimeSpan?)null;
        await using var district = await RunningDistrict.StartAsync(District.Riverside(parsed.GetValue(Meters)), time, cancellationToken);
        using var site = DemoSite.Create(district, parsed.GetValue(Port));
        await using var host = await StartAsync(site, time, cancellationToken);
        DemoScreen screen = new(parsed, host, site, length);
        await screen.ShowAsync(time, cancellationToken);
        var lines = host.Collection.Report().Lines; // as they were while they ran
        host.Stop();
        var sound = await host.RunAsync(CancellationToken.None);
        screen.Summarise(host.Collection.Report() with { Lines = lines });
        if (!sound) return ExitCode.Failed;
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private static async Task<CollectorHost> StartAsync(DemoSite site, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = ServiceLog.Create(site.Configuration.Folder, console: false);
        try
        {
            return await CollectorHost.StartAsync(site.Configuration, new PollOptions(), time, log, cancellationToken);
        }
        catch (AddressUnavailableException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; choose another with --port");
        }
    }
}
