using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Service;

/// <summary>
/// What grows in a service that runs on (field notes 3, number 10): handles, threads, memory, lines in the log. Sixteen lines are read every second, so
/// that four minutes hold the exchanges of days; one box cuts its connection again and again, one hangs up at once, one meter is dead; pages are asked
/// for and the configuration is read anew meanwhile.
/// </summary>
[Trait("Duration", "Long")]
public sealed class SoakTests(ITestOutputHelper output)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly string[] Pages = ["/metrics", "/v1/lines", "/v1/readings?limit=200", "/v1/gaps", "/v1/events", "/", "/healthz"];

    [NeedsFact("/proc/self/status", "/bin/sh")]
    public async Task Nothing_grows_in_the_exchanges_of_days()
    {
        var boxes = District.OfBoxes(16, 4, TimeSpan.FromMilliseconds(2), QuietPort.Find());
        await using var district = await RunningDistrict.StartAsync(boxes, TimeProvider.System);
        district.Meters[^1].Faults = new() { Silent = true };
        using TcpListener rude = new(IPAddress.Loopback, 0);
        rude.Start();
        using CancellationTokenSource end = new();
        var hangingUp = HangUpAsync();

        using TestSite site = new();
        var lines = district.Lines.ToDictionary(line => line.Name, line => line.Uri);
        lines["rude"] = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{((IPEndPoint)rude.LocalEndpoint).Port}");
        site.Configure(district, "1s", ("lines", lines));
        site.Write("meters.csv", await File.ReadAllTextAsync(Path.Combine(site.Folder, "meters.csv")) + "lost,rude,dlt645-2007-1p,999999999999,all\n");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", answer => answer.Split("\"answering\":4").Length > 12);

        await LiveAsync(service, district.Lines[0], WarmUp); // what a start opens and compiles is open and compiled, and caches have their size
        var (said, answered) = (Lines(service), await AnsweredAsync(service));
        var held = await LiveAsync(service, district.Lines[0], Length);
        await end.CancelAsync();
        await hangingUp;

        var third = held.Count / 3;
        var (before, after) = (Middle(held.Take(third)), Middle(held.TakeLast(third)));
        var exchanges = await AnsweredAsync(service) - answered;
        output.WriteLine($"{exchanges} exchanges in {Length}: {before} in its first third, {after} in its last; {Lines(service) - said} lines logged");
        Assert.True(exchanges > 2000, $"{exchanges} exchanges");
        Assert.InRange(after.Handles, 0, before.Handles + 8);
        Assert.InRange(after.Threads, 0, before.Threads + 8); // the pool of a machine with other work
        Assert.InRange(after.Megabytes, 0, (before.Megabytes * 1.15) + 10);
        Assert.InRange(Lines(service) - said, 0, 400); // each cut is a line, and that it is open again
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();

        async Task HangUpAsync()
        {
            try
            {
                while (true)
                {
                    using var peer = await rude.AcceptSocketAsync(end.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The end of the test.
            }
        }
    }

    /// <summary>What it held, once a second; <paramref name="cut"/> loses its connection every five.</summary>
    private static async Task<IReadOnlyList<Holding>> LiveAsync(ServiceProcess service, RunningLine cut, TimeSpan length)
    {
        List<Holding> held = [];
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < length;)
        {
            await service.AskUntilAsync(Pages[held.Count % Pages.Length], _ => true);
            if (held.Count % 20 == 19) await Command.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -HUP {service.Id}"));
            if (held.Count % 5 == 4) cut.Cut();
            held.Add(Held(service.Id));
            await Task.Delay(Every, TimeProvider.System);
        }

        return held;
    }

    private static async Task<long> AnsweredAsync(ServiceProcess service)
    {
        var metrics = await service.AskUntilAsync("/metrics", _ => true);
        return metrics.Split('\n').Where(line => line.StartsWith("amr_requests_total", StringComparison.Ordinal) && line.Contains("outcome=\"ok\"", StringComparison.Ordinal))
            .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private static int Lines(ServiceProcess service) => service.Said.Split('\n').Length;

    private static Holding Middle(IEnumerable<Holding> held)
    {
        var all = held.ToList();
        int Of(Func<Holding, int> what) => all.Select(what).Order().ElementAt(all.Count / 2);
        return new(Of(one => one.Handles), Of(one => one.Threads), Of(one => one.Megabytes));
    }

    private static Holding Held(int process)
    {
        var root = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        var status = File.ReadAllLines($"{root}/status").ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1].Trim());
        int Number(string name) => int.Parse(status[name].Split(' ')[0], CultureInfo.InvariantCulture);
        return new(Directory.GetFileSystemEntries($"{root}/fd").Length, Number("Threads"), Number("VmRSS") / 1024);
    }

    private sealed record Holding(int Handles, int Threads, int Megabytes);
}
