using System.Globalization;
using AmrCollector.Benchmarks.Lines;
using AmrCollector.Ledger;
using AmrCollector.Polling.Clocks;
using AmrCollector.Service;
using AmrCollector.Service.Logs;

namespace AmrCollector.Benchmarks.Soak;

/// <summary>
/// A day of plan for ten thousand meters in minutes (issue: soak): the whole service on a clock that hurries, its simulator in another process on the same clock.
/// Pages are asked for every five minutes of that clock, the configuration is read anew every hour. Flat means: no more at the end than after the
/// hours in which two months of freezes were fetched.
/// </summary>
internal static class SoakVerb
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly string[] Pages = ["/", "/metrics", "/v1/lines", "/v1/readings?limit=500", "/gaps", "/v1/completeness", "/v1/events", "/lines", "/review", "/readyz"];

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        Console.WriteLine(Machine.Describe());
        var (meters, hours, speed) = (Options.Number(options, "--meters", 10_000), Options.Number(options, "--hours", 24), Options.Number(options, "--speed", 120));
        Say($"soak: {meters:N0} meters in boxes of {SoakSite.MetersABox}, {hours} h of plan at {speed} times the speed: {hours * 60.0 / speed:F0} min");
        var folder = Directory.CreateTempSubdirectory("amr-soak-").FullName;
        try
        {
            var district = SoakSite.Write(folder, meters / SoakSite.MetersABox);
            var clock = HurriedClock.Begin(TimeProvider.System.GetUtcNow(), speed);
            await using var simulator = await SimulatorProcess.StartAsync(district, clock.Text);
            return await LiveAsync(folder, clock, TimeSpan.FromHours(hours));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> LiveAsync(string folder, HurriedClock clock, TimeSpan length)
    {
        var configuration = SoakSite.Load(folder);
        Directory.CreateDirectory(configuration.Folder);
        List<Held> held = [];
        await using (var host = await CollectorHost.StartAsync(configuration, configuration.Polling, new SteadyClock(clock), ServiceLog.Create(configuration.Folder, console: false), CancellationToken.None))
        {
            using HttpClient browser = new() { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(1) };
            for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < length;)
            {
                await Task.Delay(Step, clock);
                _ = await browser.GetByteArrayAsync(new Uri(Pages[held.Count % (Pages.Length - 1)], UriKind.Relative));
                held.Add(Held.Now());
                if (held.Count % 12 == 0 && !(await host.ReloadAsync()).IsDone) return Failed("a reload was refused");
                if (held.Count % 24 == 0) Tell(clock.GetElapsedTime(began), host.Collection.Report(), held);
            }

            var report = host.Collection.Report();
            Say($"tried: {report.Lines.Sum(line => line.Answered):N0} exchanges answered, {report.Lines.Sum(line => line.Silent):N0} silent, {report.Lines.Count(line => line.Up)} of {report.Lines.Count} lines up; {report.Entries:N0} entries, {report.Held} held, {report.Rejected} rejected");
            Say($"alive of its heap at the end: {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB");
        }

        return Judge(configuration, held);
    }

    private static int Judge(Service.Configuration.CollectorConfiguration configuration, List<Held> held)
    {
        var quarter = held.Count / 4;
        var (before, after) = (Held.Middle(held[quarter..(2 * quarter)]), Held.Middle(held[^quarter..]));
        var chain = Chain.Verify(configuration.Setup.LedgerFolder, [], progress: null, CancellationToken.None);
        var logged = Directory.GetFiles(Path.Combine(configuration.Folder, "log")).Sum(file => File.ReadLines(file).LongCount());
        Say($"second quarter: {before}");
        Say($"last quarter:   {after}");
        Say($"most at once:   {held.Max(one => one.Megabytes)} MB resident; {logged} lines logged; chain {(chain.Fault is null ? $"verifies, {chain.Verified:N0} entries" : chain.Fault.What)}");
        var flat = after.Megabytes <= (before.Megabytes * 1.1) + 10 && after.Handles <= before.Handles + 8 && after.Threads <= before.Threads + 8;
        Say($"{(flat ? "flat" : "NOT FLAT")}");
        return flat && chain.Fault is null ? 0 : 1;
    }

    private static void Tell(TimeSpan passed, CollectionReport report, List<Held> held) =>
        Say($"{passed.TotalHours,5:F1} h: {Held.Middle(held[^24..])}; {report.Lines.Sum(line => line.Answered):N0} exchanges, {report.Entries:N0} entries");

    private static int Failed(string why)
    {
        Say($"{why}");
        return 1;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
