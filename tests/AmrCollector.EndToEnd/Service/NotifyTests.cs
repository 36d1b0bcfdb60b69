using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Service;

/// <summary>What systemd hears of the service, from its start to its end: the test is the supervisor.</summary>
public sealed class NotifyTests(ITestOutputHelper output)
{
    [NeedsFact("/bin/sh")]
    public async Task It_is_ready_when_it_polls_alive_while_it_does_reloading_while_it_reloads_and_tells_its_end()
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(1, 2, TimeSpan.FromMilliseconds(2)), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        var path = Path.Combine(site.Folder, "notify");
        List<string> heard = [];
        using CancellationTokenSource end = new();
        var listening = ListenAsync(path, heard, end.Token);

        await using var service = site.Start(("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "600000"));
        await HearsAsync(heard, service, "READY=1");
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal)); // the port was bound before
        await HearsAsync(heard, service, "2 of 2 meters answer");
        await Patience.UntilAsync(() => Count(heard, "WATCHDOG=1") >= 3, () => service.Said);
        await Command.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -HUP {service.Id}"));
        await HearsAsync(heard, service, "RELOADING=1");
        await Patience.UntilAsync(() => Count(heard, "READY=1") == 2, () => service.Said);
        await service.TerminateAsync();
        await HearsAsync(heard, service, "STOPPING=1");
        Assert.Equal(0, await service.EndAsync());
        await end.CancelAsync();
        await listening;

        var order = ((string[])["READY=1", "WATCHDOG=1", "RELOADING=1", "STOPPING=1"]).Select(word => heard.FindIndex(one => one.Contains(word, StringComparison.Ordinal))).ToList();
        output.WriteLine(string.Join(" | ", heard.Select(one => one.Replace('\n', ' ')).Distinct().Take(20)));
        Assert.Equal(order.Order(), order);
        Assert.DoesNotContain(heard[order[3]..], one => one.Contains("WATCHDOG=1", StringComparison.Ordinal));
    }

    private static Task HearsAsync(List<string> heard, ServiceProcess service, string word) => Patience.UntilAsync(() => Count(heard, word) > 0, () => $"{word}: {service.Said}");

    private static int Count(List<string> heard, string word)
    {
        lock (heard) return heard.Count(one => one.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>Listens from its first instant on: it is bound before it first waits.</summary>
    private static async Task ListenAsync(string path, List<string> heard, CancellationToken end)
    {
        using Socket supervisor = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(path));
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = await supervisor.ReceiveAsync(buffer, SocketFlags.None, end);
                lock (heard) heard.Add(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (OperationCanceledException)
        {
            return; // the end of the test
        }
    }
}
