using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>The service with 1,000 meters that are read once a day, after all that they remember was read: what it takes of a core while there is nothing to do (bar: 1 %).</summary>
internal static class IdleVerb
{
    private const double Most = 0.01;
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(20);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        Console.WriteLine(Machine.Describe());
        IReadOnlyList<string> chosen = [.. options, "--lines", "20", "--turn-round", "2"]; // 1,000 meters; all that they remember is fetched within a minute
        var district = DistrictVerb.Chosen(DistrictVerb.HundredThousand, chosen);
        var (folder, time, port) = (Directory.CreateTempSubdirectory("amr-idle-").FullName, TimeProvider.System, SiteVerb.FreePort());
        try
        {
            LinesSite.Write(folder, district, port);
            await using var simulator = await SimulatorProcess.StartAsync(DistrictVerb.HundredThousand, chosen);
            await using var service = RunningService.Start(folder, port, options, time);
            if (!await service.HasAsync(SiteVerb.Expected(folder), time, isAll: true)) return SiteVerb.Failed("the meters were not read");
            await Task.Delay(Settles, time);
            var (cpu, began) = (service.Cpu, time.GetTimestamp());
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(60, Options.Number(options, "--seconds", 60))), time);
            var (used, took) = (service.Cpu - cpu, time.GetElapsedTime(began));
            Console.WriteLine($"idle: {district.MeterCount} meters on {district.Lines.Count} lines, read once a day: {used.TotalMilliseconds:0} ms of CPU in {took.TotalSeconds:0} s = {used / took:0.00 %} of a core (bar {Most:0 %}); memory {service.Memory / 1048576} MB");
            return used / took < Most ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
