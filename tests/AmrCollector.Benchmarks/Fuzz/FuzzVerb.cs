using System.Diagnostics;
using AmrCollector.Tests.Protocol.Fuzz;

namespace AmrCollector.Benchmarks.Fuzz;

/// <summary>The tests' fuzzing with a million mutants a protocol, and every change of one byte: no fault is allowed.</summary>
internal static class FuzzVerb
{
    internal static int Run(IReadOnlyList<string> options)
    {
        var (frames, seed) = (Options.Number(options, "--frames", 1_000_000), Options.Number(options, "--seed", 1));
        Console.WriteLine(Machine.Describe());
        var faulty = 0L;
        foreach (var protocol in FuzzProtocols.All)
        {
            faulty += Print($"{protocol.Name}, {protocol.Cases.Count} replies, every byte changed", run => run.ChangeEachByte(), protocol);
            faulty += Print($"{protocol.Name}, mutated from seed {seed}", run => run.Mutate(seed, frames), protocol);
        }

        return faulty == 0 ? 0 : 1;
    }

    private static long Print(string what, Func<FuzzRun, FuzzCounts> fuzz, FuzzProtocol protocol)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = fuzz(new(protocol));
        Console.WriteLine($"{what} ({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s)\n  {counts}");
        foreach (var fault in counts.Faults) Console.WriteLine($"  FAULT {fault}");
        return counts.Faulty;
    }
}
