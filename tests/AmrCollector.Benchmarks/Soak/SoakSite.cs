using System.Globalization;
using System.Text.Json;
using AmrCollector.Service.Configuration;
using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Soak;

/// <summary>
/// A county behind boxes: of fifty meters each four are large customers' with quarter-hours; one meter in two hundred is dead, one line in forty is noisy.
/// Boxes answer after a second, as those behind a mobile network do.
/// </summary>
internal static class SoakSite
{
    internal const int MetersABox = 50;
    private const int Large = 4;
    private const int FirstPort = 26_000;
    private const long FirstHome = 202_700_000_000;
    private const long FirstLarge = 202_800_000_000;

    /// <summary>The district's file and the configuration beside it.</summary>
    internal static string Write(string folder, int boxes)
    {
        var file = Path.Combine(folder, "district.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            name = "county",
            seed = 10_000,
            utcOffset = "+08:00",
            lines = Enumerable.Range(0, boxes).Select(Box),
            faults = Enumerable.Range(0, boxes).SelectMany(Faults),
        }));
        var district = District.Load(file);
        File.WriteAllText(Path.Combine(folder, "collector.json"), JsonSerializer.Serialize(new
        {
            site = district.Name,
            timeZone = "Asia/Shanghai",
            clock = new { trust = "meters" }, // what the kernel says of its own clock does not concern this one
            http = new { listen = "http://127.0.0.1:0" },
            lines = district.Lines.ToDictionary(line => line.Name, line => $"tcp://127.0.0.1:{line.Port}?timeout=20s"),
            plans = new
            {
                home = new object[]
                {
                    new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "1h", read = (string[])["current"] }, new { every = "6h", read = (string[])["status", "clock"] },
                },
                large = new object[]
                {
                    new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "15m", read = (string[])["profile"] }, new { every = "1h", read = (string[])["status", "clock"] },
                },
            },
        }));
        File.WriteAllLines(Path.Combine(folder, "meters.csv"), district.Lines.SelectMany(Rows).Prepend("meter,point,account,area,line,model,address,plan,clock,digits,decimals,status"));
        return file;
    }

    internal static CollectorConfiguration Load(string folder)
    {
        var (configuration, faults) = ConfigurationLoader.Load(folder);
        return configuration ?? throw new InvalidOperationException(string.Join(Environment.NewLine, faults.Take(10)));
    }

    private static object Box(int box) => new
    {
        name = string.Create(CultureInfo.InvariantCulture, $"box-{box}"),
        wire = "tcp",
        port = FirstPort + box,
        turnRound = "1s",
        meters = new object[]
        {
            new { model = "dlt645-2007-1p", first = Id(FirstHome + (box * MetersABox)), count = MetersABox - Large, area = $"T{box / 10}" },
            new { model = "dlt645-2007-3p", first = Id(FirstLarge + (box * MetersABox)), count = Large, area = $"T{box / 10}", load = "shop", loadPercent = 300, loadClasses = 1 },
        },
    };

    private static IEnumerable<object> Faults(int box)
    {
        if (box % 4 == 0) yield return new { meter = Id(FirstHome + (box * MetersABox) + 7), silent = true };
        if (box % 40 == 1) yield return new { meter = Id(FirstHome + (box * MetersABox) + 9), noiseBefore = 3, noiseAfter = 2, oneIn = 2 };
    }

    private static IEnumerable<string> Rows(LinePlan line) =>
        from meters in line.Groups
        from id in meters.Ids
        select $"{id},P-{id},A-{id},{meters.Area},{line.Name},{meters.Kind.Model},{id},{(meters.Kind.Phases == 1 ? "home" : "large")},standard,6,2,active";

    private static string Id(long number) => number.ToString("D12", CultureInfo.InvariantCulture);
}
