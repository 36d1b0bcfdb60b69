using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>The other process: a district file's first lines, answering until standard input closes.</summary>
internal static class DistrictVerb
{
    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var district = District.Load(options[0]);
        var lines = Options.Number(options, "--lines", district.Lines.Count);
        var time = TimeProvider.System;
        await using var running = await RunningDistrict.StartAsync(district with { Lines = [.. district.Lines.Take(lines)] }, time);
        Console.WriteLine("ready");
        using var input = new StreamReader(Console.OpenStandardInput()); // Console.In would block in its asynchronous methods
        var closed = Task.Run(input.ReadToEnd);
        while (!closed.IsCompleted && running.Lines.All(line => line.BytesCarried == 0))
            await Task.WhenAny(closed, Task.Delay(TimeSpan.FromMilliseconds(20), time));
        Console.WriteLine($"first {time.GetTimestamp()}");
        await closed;
        Console.WriteLine($"answered {running.Lines.Sum(line => line.Answered)}");
        return 0;
    }
}
