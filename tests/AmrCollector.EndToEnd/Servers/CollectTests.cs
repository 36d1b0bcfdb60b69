using System.Globalization;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>The service collects from servers others wrote, over a socket and over a serial cable.</summary>
public sealed class CollectTests
{
    /// <summary>Registers 0 to 71 are of no interest; 72 to 79 are the four energies of an SDM630.</summary>
    private static readonly string[] Energies =
        [.. Enumerable.Repeat("u16=0", 72), "f32/ABCD=1240.5", "f32/ABCD=0.25", "f32/ABCD=98765.75", "f32/ABCD=0"];

    private static readonly (string Item, decimal Value)[] Expected =
        [("1-0:1.8.0", 1240.5m), ("1-0:2.8.0", 0.25m), ("1-0:3.8.0", 98765.75m), ("1-0:4.8.0", 0m)];

    [NeedsFact(ForeignServers.Python, ForeignServers.Pymodbus, "gcc", ForeignServers.Libmodbus, "socat")]
    public async Task The_ledger_holds_exactly_what_the_servers_were_given()
    {
        using TempFolder programs = new();
        using TestSite site = new();
        await using var cable = await SerialCable.LayAsync();
        var port = QuietPort.Find().ToString(CultureInfo.InvariantCulture);
        await using var socket = await ForeignServers.LibmodbusAsync(programs.Path, "tcp", port, Energies);
        await using var serial = await ForeignServers.PymodbusAsync("rtu", cable.Far, Energies);
        site.Configure(new Dictionary<string, object>
        {
            ["lines"] = new { gateway = $"modbus+tcp://127.0.0.1:{port}", riser = $"serial:{cable.Near}?baud=9600&format=8N1" },
            ["plans"] = new { often = new object[] { new { every = "2s", read = (string[])["current"] } } },
        });
        site.Write("meters.csv", TestSite.Header + "000000000001,gateway,eastron-sdm630,1,often\n000000000002,riser,eastron-sdm630,1,often\n");

        await using (var service = site.Start())
        {
            foreach (var meter in (string[])["000000000001", "000000000002"])
                await service.AskUntilAsync($"/v1/readings?meter={meter}&limit=8", page => page.Split("\"id\"").Length > 8);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        Assert.All(ledger, entry => Assert.Contains((entry.Item, entry.Value!.Value), Expected));
        Assert.Equal(8, ledger.Select(entry => (entry.Meter, entry.Item)).Distinct().Count());
    }
}
