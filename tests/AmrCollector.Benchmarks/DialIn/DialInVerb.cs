using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AmrCollector.Benchmarks.Lines;
using AmrCollector.Polling;

namespace AmrCollector.Benchmarks.DialIn;

/// <summary>
/// Thousands of units in a process of their own, all connected to a collector that restarts: how long until all are back and have
/// answered, what that costs, and how much is logged (bars: 60 s, one core, no storm of lines).
/// </summary>
internal static class DialInVerb
{
    private const string DistrictFile = "simulators/districts/dial-in.json";
    private const int MostLines = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Bar = TimeSpan.FromSeconds(60);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        Console.WriteLine(Machine.Describe());
        var units = Options.Number(options, "--units", 5_000);
        var folder = Directory.CreateTempSubdirectory("amr-dialin-").FullName;
        try
        {
            var (setup, district) = DialInSite.Write(folder, Path.Combine(Root(), DistrictFile), units, FreePort());
            Console.WriteLine($"dial-in: {units} units, one meter behind each, on loopback; each process needs {units + 200} open files");
            await using var simulator = await SimulatorProcess.StartAsync(district, ["--lines", $"{units}"]);
            var first = await LifeAsync("first start", setup, units, simulator);
            var second = await LifeAsync("restart", setup, units, simulator);
            return first && second ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One life of the collector, until every unit has answered; true when the bars hold.</summary>
    private static async Task<bool> LifeAsync(string name, CollectionSetup setup, int units, SimulatorProcess simulator)
    {
        var time = TimeProvider.System;
        using CountedLog log = new();
        using CancellationTokenSource stop = new();
        using var process = Process.GetCurrentProcess();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        await using var collection = Collection.Open(setup, new PollOptions(), time, log);
        var (began, cpu, simulated) = (time.GetTimestamp(), Cpu(process), simulator.Cpu());
        var running = collection.RunAsync(stop.Token);
        var back = await UntilAsync(collection, began, report => report.Listeners[0].Present == units);
        var (cpuBack, simulatedBack, linesBack) = (Cpu(process) - cpu, simulator.Cpu() - simulated, log.Count);
        var answered = await UntilAsync(collection, began, report => report.Lines.All(line => line.Answering == line.Meters));
        var cpuAnswered = Cpu(process) - cpu;
        var report = collection.Report();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - heap) / units;
        await stop.CancelAsync();
        await running;

        var holds = back <= Bar && cpuBack / back < 1 && log.Count <= MostLines;
        Console.WriteLine($"{name}: all {units} back after {back.TotalSeconds:0.0} s (bar {Bar.TotalSeconds:0} s), collector CPU {cpuBack.TotalSeconds:0.0} s = {cpuBack / back:0.00} cores (bar 1), simulator {simulatedBack.TotalSeconds:0.0} s, {linesBack} log lines");
        Console.WriteLine($"{name}: all have answered after {answered.TotalSeconds:0.0} s (asked every 30 s, answer after 200 ms), collector CPU {cpuAnswered.TotalSeconds:0.0} s; {each} bytes of heap a line with poller and connection");
        Console.WriteLine($"{name}: {log.Count} log lines (bar {MostLines}), {report.Listeners[0].Accepted} connections taken, refused {report.Listeners[0].Refused.Values.Sum()}");
        foreach (var line in log.Lines) Console.WriteLine($"    {line}");
        return holds;
    }

    private static async Task<TimeSpan> UntilAsync(Collection collection, long began, Func<CollectionReport, bool> holds)
    {
        var time = TimeProvider.System;
        while (!holds(collection.Report()) && time.GetElapsedTime(began) < Patience) await Task.Delay(TimeSpan.FromMilliseconds(250), time);
        return time.GetElapsedTime(began);
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    // Below those the kernel gives to outgoing connections: a unit that knocks while nobody listens must not be handed that very port.
    private static int FreePort()
    {
        for (var port = 29_600; ; port++)
        {
            using TcpListener probe = new(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                continue; // taken by another
            }
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AmrCollector.sln"))) return folder.FullName;
        return Directory.GetCurrentDirectory();
    }
}
