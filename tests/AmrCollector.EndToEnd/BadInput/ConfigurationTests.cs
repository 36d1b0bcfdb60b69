using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.BadInput;

/// <summary>A configuration with many faults: all are told at once, by whoever reads it.</summary>
public sealed class ConfigurationTests
{
    private const string Collector = """
        // ten faults, some in each file
        {
          "site": "test", "timeZone": "Asia/Shanghigh",
          "lines": {
            "riser": "serial:/dev/ttyUSB9?baud=2400",
            "block": "tcp://127.0.0.1:4001?bauds=2400"
          },
          "plans": { "home": [ { "at": "25:10", "read": ["dailyFreeze"] } ] },
          "htp": {},
          "http": { "listen": "http://0.0.0.0:8645" }
        }
        """;

    private const string Meters = """
        meter,line,model,address,plan
        000000000001,riser,dlt645-2007-1p,000000000001,home
        000000000001,riser,dlt645-2007-1p,000000000002,home
        000000000003,riser,dlt645-2007-1p,000000000001,home
        000000000004,nowhere,dlt645-2007-1p,000000000004,home
        000000000005,riser,acme-9,000000000005,home
        000000000006,riser,dlt645-2007-1p,zwölf,home
        000000000007,riser,dlt645-2007-1p,000000000007,never
        """;

    private static readonly string[] Places =
    [
        "collector.json:3: ", "collector.json:6: ", "collector.json:8: ", "collector.json:9: ", "collector.json:10: ",
        "meters.csv:3: ", "meters.csv:4: ", "meters.csv:5: ", "meters.csv:6: ", "meters.csv:7: ", "meters.csv:8: ",
    ];

    [Fact]
    public async Task The_service_and_amr_check_tell_every_fault_with_its_line_and_end_with_3()
    {
        using TestSite site = new();
        site.Write("collector.json", Collector);
        site.Write("meters.csv", Meters);
        var (exit, checks, errors) = await Command.AmrAsync("check", "--config", site.Folder);
        Assert.Equal(3, exit);
        await using var service = site.Start();
        Assert.Equal(3, await service.EndAsync());
        foreach (var place in Places)
        {
            Assert.Contains(Path.Combine(site.Folder, place), checks + errors, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(site.Folder, place), service.Said, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(site.Ledger)); // nothing was begun
    }
}
