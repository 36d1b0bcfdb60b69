using AmrCollector.Lines;
using AmrCollector.Polling.Search;
using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Scan;

/// <summary>
/// 16 unknown DL/T 645 meters on a paced riser of a pseudo terminal, speed and protocol given: how long until all are found, against what
/// was foretold (bars: 60 s with consecutive numbers, 60 s for each byte split with random ones, forecast within 10 %).
/// </summary>
internal static class ScanVerb
{
    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var (baud, count) = (Options.Number(options, "--baud", 2400), Options.Number(options, "--meters", 16));
        var turnRound = TimeSpan.FromMilliseconds(Options.Number(options, "--turn-round", 20));
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"scan: {baud} baud 8E1, {count} meters, turn-round {turnRound.TotalMilliseconds} ms");
        var random = new Random(Options.Number(options, "--seed", 20261121));
        var consecutive = await ScanAsync("consecutive", [new MeterGroup { Kind = MeterKind.All["dlt645-2007-1p"], Count = count, FirstNumber = 202_611_010_005 }], baud, turnRound);
        var scattered = await ScanAsync("random", [.. Numbers(random, count).Select(number => new MeterGroup { Kind = MeterKind.All["dlt645-2007-1p"], FirstNumber = number })], baud, turnRound);
        return consecutive && scattered ? 0 : 1;
    }

    private static HashSet<long> Numbers(Random random, int count)
    {
        HashSet<long> numbers = [];
        while (numbers.Count < count) numbers.Add(random.NextInt64(1_000_000_000_000));
        return numbers;
    }

    private static async Task<bool> ScanAsync(string name, IReadOnlyList<MeterGroup> groups, int baud, TimeSpan turnRound)
    {
        var time = TimeProvider.System;
        LinePlan riser = new() { Name = "riser", Wire = WireKind.Pty, Baud = baud, TurnRound = turnRound, Preamble = 4, Groups = groups };
        await using var district = await RunningDistrict.StartAsync(new District { Name = "riser", Lines = [riser] }, time);
        if (!LineUri.TryParse(district.Lines[0].Uri, out var uri, out var why)) throw new InvalidOperationException(why);
        await using var line = LineFactory.Create(uri, time);
        await line.OpenAsync(default);

        List<SearchStage> stages = [];
        WildcardSearch search = new(new Probe(line, time), WildcardForm.Dlt645V2007, SearchTiming.On(uri), stages.Add);
        HashSet<string> found = [];
        var began = time.GetTimestamp();
        await foreach (var meter in search.RunAsync(default)) found.Add(meter.Address);
        var took = time.GetElapsedTime(began);

        var (foretold, splits) = (stages.Sum(stage => stage.Foretold.TotalSeconds), stages.Count(stage => stage.Place > 0));
        var isComplete = found.SetEquals(district.Meters.Select(meter => meter.Id));
        var (holds, forecast) = (took.TotalSeconds / Math.Max(1, splits) <= 60, took.TotalSeconds / foretold);
        Console.WriteLine(
            $"{name,-12} {found.Count} of {district.Meters.Count} found, {search.Probes} probes, {splits} split(s): {took.TotalSeconds:0.0} s of line time"
            + $" ({took.TotalSeconds / Math.Max(1, splits):0.0} s a split, bar 60), foretold {foretold:0.0} s, ratio {forecast:0.000} (bar 0.9 to 1.1)");
        return isComplete && holds && forecast is >= 0.9 and <= 1.1;
    }
}
