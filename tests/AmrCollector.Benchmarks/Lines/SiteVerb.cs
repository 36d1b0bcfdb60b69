using System.Net;
using System.Net.Sockets;
using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>
/// The service itself with 100,000 meters on 2,000 lines: from its start to the first request on the wire, its memory while it reads them all and is looked at, and how
/// long its pages take, while it reads and when it has read.
/// </summary>
internal static class SiteVerb
{
    private const int Rounds = 9;
    private static readonly TimeSpan MostForPage = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MostForStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5.2); // longer than any page's figures are kept

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        Console.WriteLine(Machine.Describe());
        var district = DistrictVerb.Chosen(DistrictVerb.HundredThousand, options);
        var (folder, time, port) = (Directory.CreateTempSubdirectory("amr-site-").FullName, TimeProvider.System, FreePort());
        try
        {
            LinesSite.Write(folder, district, port);
            var simulator = await SimulatorProcess.StartAsync(DistrictVerb.HundredThousand, options);
            await using var service = RunningService.Start(folder, port, options, time);
            var start = time.GetElapsedTime(service.Started, await simulator.FirstRequest);
            Console.WriteLine($"site: {district.MeterCount} meters on {district.Lines.Count} lines; process to first request {start.TotalSeconds:0.00} s, {service.Cpu.TotalSeconds:0.0} s of CPU (bar 5 s)");
            var meter = district.Lines[0].Groups[0].Ids.First();
            string[] paths = ["/", "/lines", "/gaps", "/review", "/meters", $"/meters?q=A-{meter}", $"/meters/{meter}"];
            await Task.Delay(KeptFor, time);
            var reading = await PagesAsync(service, paths, "while it reads", 3, time);
            if (!await service.HasAsync(Expected(folder), time)) return Failed("the meters were not read");
            var read = await PagesAsync(service, paths, "all is read", Rounds, time);
            var bare = service.PeakMemory;
            for (var i = 0; i < 5; i++) await service.AskAsync("/metrics", time);
            var (scrape, length) = await service.AskAsync("/metrics", time);
            var bar = (150 * 1024 * 1024) + (district.MeterCount * 2048L);
            Console.WriteLine($"memory: peak {bare / 1048576} MB, {service.PeakMemory / 1048576} MB with /metrics ({length / 1024} kB in {scrape.TotalMilliseconds:0} ms), now {service.Memory / 1048576} MB");
            var peak = service.PeakMemory - service.MappedFiles;
            Console.WriteLine($"of that program files, mapped: {service.MappedFiles / 1048576} MB; its own at the peak: {peak / 1048576} MB (bar {bar / 1048576} MB)");
            await simulator.DisposeAsync();
            await service.DisposeAsync(); // killed, as by a power cut: what stands in the files is read again
            var again = await AgainAsync(folder, port, options, time);
            return peak <= bar && again <= MostForStart && start <= MostForStart && read <= MostForPage && reading <= 2 * MostForPage ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> AgainAsync(string folder, int port, IReadOnlyList<string> options, TimeProvider time)
    {
        await using var simulator = await SimulatorProcess.StartAsync(DistrictVerb.HundredThousand, options);
        await using var service = RunningService.Start(folder, port, options, time);
        var start = time.GetElapsedTime(service.Started, await simulator.FirstRequest);
        Console.WriteLine($"killed and started again: process to first request {start.TotalSeconds:0.00} s, {service.Cpu.TotalSeconds:0.0} s of CPU (bar 5 s)");
        return start;
    }

    /// <summary>Entries that the newest freeze of every meter makes.</summary>
    internal static long Expected(string folder)
    {
        var setup = LinesSite.Load(folder);
        return setup.Meters.Sum(meter => setup.Models[meter.Model].DailyFreezes!.Blocks.Sum(block => (long)block.Items.Count));
    }

    /// <summary>A port nobody listens on now.</summary>
    internal static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Says so; the exit code.</summary>
    internal static int Failed(string why)
    {
        Console.WriteLine(why);
        return 1;
    }

    /// <summary>Asks for each page, some of the time when what was kept is old; the slowest page's middle.</summary>
    private static async Task<TimeSpan> PagesAsync(RunningService service, string[] paths, string when, int rounds, TimeProvider time)
    {
        var worst = TimeSpan.Zero;
        Dictionary<string, List<double>> took = paths.ToDictionary(path => path, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var path in paths)
            {
                took[path].Add((await service.AskAsync(path, time)).Took.TotalMilliseconds);
                if (round % 2 == 0) took[path].Add((await service.AskAsync(path, time)).Took.TotalMilliseconds);
            }

            await Task.Delay(KeptFor, time);
        }

        foreach (var (path, all) in took)
        {
            all.Sort();
            Console.WriteLine($"{when,-15} {path,-28} {all[all.Count / 2],6:0.0} ms, slowest {all[^1]:0.0} ms (bar {MostForPage.TotalMilliseconds:0} ms)");
            if (TimeSpan.FromMilliseconds(all[all.Count / 2]) is var middle && middle > worst) worst = middle;
        }

        return worst;
    }
}
