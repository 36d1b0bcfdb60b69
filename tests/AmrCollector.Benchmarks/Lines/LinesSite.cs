using System.Globalization;
using System.Text.Json;
using AmrCollector.Service.Configuration;
using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>A configuration folder for a district of TCP lines, as a utility would write it: a plan that wants the daily freeze and nothing else.</summary>
internal static class LinesSite
{
    internal static void Write(string folder, District district, int port = 8645)
    {
        var collector = new
        {
            site = district.Name,
            timeZone = "Asia/Shanghai",
            clock = new { trust = "meters" }, // the machine of a benchmark need not be synchronised
            http = new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}") },
            lines = district.Lines.ToDictionary(line => line.Name, line => $"tcp://127.0.0.1:{line.Port}"),
            plans = new { home = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] } } },
        };
        File.WriteAllText(Path.Combine(folder, "collector.json"), JsonSerializer.Serialize(collector));
        var rows = district.Lines.SelectMany(line => line.Groups.SelectMany(group => group.Ids.Select(id =>
            $"{id},P-{id},A-{id},{group.Area},{line.Name},{group.Kind.Model},{id},home,standard,6,2,active")));
        File.WriteAllLines(
            Path.Combine(folder, "meters.csv"), rows.Prepend("meter,point,account,area,line,model,address,plan,clock,digits,decimals,status"));
    }

    internal static CollectionSetup Load(string folder)
    {
        var (configuration, faults) = ConfigurationLoader.Load(folder);
        return configuration?.Setup ?? throw new InvalidOperationException(string.Join(Environment.NewLine, faults.Take(10)));
    }
}
