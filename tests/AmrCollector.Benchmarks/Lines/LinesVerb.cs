using System.Diagnostics;
using AmrCollector.Ledger;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>
/// Thousands of TCP lines that answer after half a second, in a process of their own; the collection with a ledger on disk fetches
/// the newest daily freeze of every meter. The limit must be the simulated turn-round, not the processor (bar: half a core).
/// </summary>
internal static class LinesVerb
{
    private const string DistrictFile = "simulators/districts/hundred-thousand.json";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        Console.WriteLine(Machine.Describe());
        var file = Path.Combine(Root(), DistrictFile);
        var district = DistrictVerb.Chosen(file, options);
        Console.WriteLine($"lines: {district.Lines.Count} TCP lines, {district.MeterCount} meters, turn-round {district.Lines[0].TurnRound.TotalMilliseconds} ms; "
            + $"each process needs {district.Lines.Count * 2 + 200} open files (ulimit -Hn)");
        var folder = Directory.CreateTempSubdirectory("amr-lines-").FullName;
        try
        {
            LinesSite.Write(folder, district);
            GC.Collect();
            await using var simulator = await SimulatorProcess.StartAsync(file, options);
            return await CollectAsync(folder, district, simulator, TimeProvider.System, options.Contains("--verbose"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CollectAsync(string folder, District district, SimulatorProcess simulator, TimeProvider time, bool verbose)
    {
        using var process = Process.GetCurrentProcess();
        var (cpuBefore, started) = (process.TotalProcessorTime, time.GetTimestamp());
        var setup = LinesSite.Load(folder);
        var loaded = time.GetElapsedTime(started);
        var expected = district.MeterCount * setup.Models[setup.Meters[0].Model].DailyFreezes!.Blocks.Sum(block => (long)block.Items.Count);
        var figures = new LinesFigures { Meters = district.MeterCount, Lines = district.Lines.Count, Expected = expected, Loaded = loaded };
        using var stop = new CancellationTokenSource();
        await using (var collection = Collection.Open(setup, new PollOptions { HistoryDays = 1 }, time, NullLoggerFactory.Instance))
        {
            figures.Opened = time.GetElapsedTime(started);
            var (cpuRunning, running, simulated) = (Cpu(process), time.GetTimestamp(), simulator.Cpu());
            var allocated = GC.GetTotalAllocatedBytes();
            var pauses = GC.GetTotalPauseDuration();
            var collecting = collection.RunAsync(stop.Token);
            while (collection.Ledger.Head.Sequence < expected && time.GetElapsedTime(running) < Patience && !collecting.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time);
                if (verbose) await Console.Error.WriteLineAsync($"{time.GetElapsedTime(running).TotalSeconds:0.0} s: {collection.Ledger.Head.Sequence} entries");
            }

            figures.Wall = time.GetElapsedTime(running);
            figures.Cpu = Cpu(process) - cpuRunning;
            figures.WholeCpu = Cpu(process) - cpuBefore;
            figures.SimulatorCpu = simulator.Cpu() - simulated;
            figures.Allocated = GC.GetTotalAllocatedBytes() - allocated;
            figures.Pauses = GC.GetTotalPauseDuration() - pauses;
            figures.Report = collection.Report();
            figures.PeakMemory = Machine.PeakMemory();
            figures.LiveHeap = GC.GetTotalMemory(forceFullCollection: true);
            figures.FirstRequest = time.GetElapsedTime(started, await simulator.FirstRequest);
            await stop.CancelAsync();
            await collecting;
        }

        figures.TurnRound = district.Lines[0].TurnRound;
        figures.Chain = Chain.Verify(setup.LedgerFolder, [], progress: null, CancellationToken.None);
        return figures.Print();
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AmrCollector.sln"))) return folder.FullName;
        return Directory.GetCurrentDirectory();
    }
}
