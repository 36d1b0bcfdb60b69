using System.Diagnostics;
using AmrCollector.Ledger;
using AmrCollector.Polling;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>
/// Thousands of TCP lines that answer after half a second, in a process of their own; the collection with a ledger on disk fetches
/// the newest daily freeze of every meter. The limit must be the simulated turn-round, not the processor (bar: half a core).
/// </summary>
internal static class LinesVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        Console.WriteLine(Machine.Describe());
        var file = DistrictVerb.HundredThousand;
        var folder = Directory.CreateTempSubdirectory("amr-lines-").FullName;
        try
        {
            var figures = Prepare(file, options, folder);
            Console.WriteLine($"lines: {figures.Lines} TCP lines, {figures.Meters} meters, turn-round {figures.TurnRound.TotalMilliseconds} ms; "
                + $"each process needs {figures.Lines * 2 + 200} open files (ulimit -Hn)");
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive); // what was made of the district is none of the collector's
            Machine.ForgetPeak();
            await using var simulator = await SimulatorProcess.StartAsync(file, options);
            return await CollectAsync(folder, figures, simulator, TimeProvider.System, options.Contains("--verbose"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LinesFigures Prepare(string file, IReadOnlyList<string> options, string folder)
    {
        var district = DistrictVerb.Chosen(file, options);
        LinesSite.Write(folder, district);
        return new() { Meters = district.MeterCount, Lines = district.Lines.Count, TurnRound = district.Lines[0].TurnRound };
    }

    private static async Task<int> CollectAsync(string folder, LinesFigures figures, SimulatorProcess simulator, TimeProvider time, bool verbose)
    {
        using var process = Process.GetCurrentProcess();
        var (cpuBefore, started) = (process.TotalProcessorTime, time.GetTimestamp());
        var setup = LinesSite.Load(folder);
        var loaded = time.GetElapsedTime(started);
        var expected = figures.Meters * setup.Models[setup.Meters[0].Model].DailyFreezes!.Blocks.Sum(block => (long)block.Items.Count);
        (figures.Expected, figures.Loaded) = (expected, loaded);
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
            figures.Collections = string.Join('/', Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount));
            figures.Report = collection.Report();
            figures.PeakMemory = Machine.PeakMemory();
            figures.LiveHeap = GC.GetTotalMemory(forceFullCollection: true);
            figures.FirstRequest = time.GetElapsedTime(started, await simulator.FirstRequest);
            await stop.CancelAsync();
            await collecting;
        }

        figures.Chain = Chain.Verify(setup.LedgerFolder, [], progress: null, CancellationToken.None);
        return figures.Print();
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
