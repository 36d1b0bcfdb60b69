using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Service;

/// <summary>What grows in a service that runs on: handles, threads, memory, lines in the log; with one line that is well and one whose box hangs up again and again.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [NeedsFact("/proc/self/status")]
    public Task Nothing_grows_in_seconds_of_a_box_that_hangs_up_at_once() => SoakAsync(TimeSpan.FromSeconds(8));

    [Trait("Duration", "Long")]
    [NeedsFact("/proc/self/status")]
    public Task Nothing_grows_in_half_an_hour_of_it() => SoakAsync(TimeSpan.FromMinutes(30));

    private async Task SoakAsync(TimeSpan length)
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(2, 4, TimeSpan.FromMilliseconds(2), QuietPort.Find()), TimeProvider.System);
        using TcpListener rude = new(IPAddress.Loopback, 0);
        rude.Start();
        var hungUp = 0;
        using CancellationTokenSource end = new();
        var hangingUp = HangUpAsync();

        using TestSite site = new();
        var lines = district.Lines.ToDictionary(line => line.Name, line => line.Uri);
        lines["rude"] = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{((IPEndPoint)rude.LocalEndpoint).Port}");
        site.Configure(district, "1s", ("lines", lines));
        site.Write("meters.csv", File.ReadAllText(Path.Combine(site.Folder, "meters.csv")) + "lost,rude,dlt645-2007-1p,999999999999,all\n");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", answer => answer.Split("\"answering\":4").Length == 3);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System); // what a start opens and compiles is open and compiled

        var (before, said, rudeBefore) = (Held(service.Id), Lines(service), Volatile.Read(ref hungUp));
        await Task.Delay(length, TimeProvider.System);
        var after = Held(service.Id);
        output.WriteLine($"{length}: {before} before, {after} after; {Volatile.Read(ref hungUp) - rudeBefore} hang-ups, {Lines(service) - said} lines logged");
        await end.CancelAsync();
        await hangingUp;

        Assert.True(Volatile.Read(ref hungUp) > 0);
        Assert.InRange(after.Handles, 0, before.Handles + 8);
        Assert.InRange(after.Threads, 0, before.Threads + 12); // the pool of a machine with other work
        Assert.InRange(after.Megabytes, 0, before.Megabytes + 60);
        Assert.InRange(Lines(service) - said, 0, 10 + (int)length.TotalMinutes);
        Assert.DoesNotContain("\"up\":true", (await service.Http.GetStringAsync(new Uri("/v1/lines/rude", UriKind.Relative))).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        async Task HangUpAsync()
        {
            try
            {
                while (true)
                {
                    using var peer = await rude.AcceptSocketAsync(end.Token);
                    Interlocked.Increment(ref hungUp);
                }
            }
            catch (OperationCanceledException)
            {
                // The end of the test.
            }
        }
    }

    private static int Lines(ServiceProcess service) => service.Said.Split('\n').Length;

    private static (int Handles, int Threads, long Megabytes) Held(int process)
    {
        var root = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        var status = File.ReadAllLines($"{root}/status").ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1].Trim());
        return (
            Directory.GetFileSystemEntries($"{root}/fd").Length, int.Parse(status["Threads"], CultureInfo.InvariantCulture), long.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) / 1024);
    }
}
