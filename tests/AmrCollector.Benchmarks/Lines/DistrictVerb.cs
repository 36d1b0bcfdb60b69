using AmrCollector.Benchmarks.Soak;
using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>The other process: a district file's first lines, answering until standard input closes.</summary>
internal static class DistrictVerb
{
    /// <summary>The file of 2,000 TCP lines with 50 meters each.</summary>
    internal static string HundredThousand => Path.Combine(Root(), "simulators", "districts", "hundred-thousand.json");

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var district = Chosen(options[0], options);
        var time = HurriedClock.Of(options);
        await using var running = await RunningDistrict.StartAsync(district, time);
        Console.WriteLine("ready");
        using var input = new StreamReader(Console.OpenStandardInput()); // Console.In would block in its asynchronous methods
        var closed = Task.Run(input.ReadToEnd);
        while (!closed.IsCompleted && running.Lines.All(line => line.BytesCarried == 0))
            await Task.WhenAny(closed, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        Console.WriteLine($"first {TimeProvider.System.GetTimestamp()}");
        await closed;
        Console.WriteLine($"answered {running.Lines.Sum(line => line.Answered)}");
        return 0;
    }

    /// <summary>The district of <paramref name="file"/>: its first <c>--lines</c>, on ports from <c>--port</c> on, with <c>--turn-round</c> in ms.</summary>
    internal static District Chosen(string file, IReadOnlyList<string> options)
    {
        var district = District.Load(file);
        var lines = district.Lines.Take(Options.Number(options, "--lines", district.Lines.Count));
        var shift = Options.Number(options, "--port", district.Lines[0].Port) - district.Lines[0].Port;
        var turnRound = Options.Number(options, "--turn-round", -1);
        return district with { Lines = [.. lines.Select(line => line with { Port = line.Port + shift, TurnRound = turnRound < 0 ? line.TurnRound : TimeSpan.FromMilliseconds(turnRound) })] };
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AmrCollector.sln"))) return folder.FullName;
        return Directory.GetCurrentDirectory();
    }
}
