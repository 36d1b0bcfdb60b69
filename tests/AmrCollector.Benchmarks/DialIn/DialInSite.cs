using System.Text.Json;
using AmrCollector.Benchmarks.Lines;
using AmrCollector.Simulator;

namespace AmrCollector.Benchmarks.DialIn;

/// <summary>A configuration folder and a district file for units that dial in to a port of this machine.</summary>
internal static class DialInSite
{
    private const string Listen = "127.0.0.1:9600";

    /// <summary>Writes both; the setup, and the district's file.</summary>
    internal static (CollectionSetup Setup, string District) Write(string folder, string district, int units, int port)
    {
        var file = Path.Combine(folder, "district.json");
        File.WriteAllText(file, File.ReadAllText(district).Replace(Listen, $"127.0.0.1:{port}", StringComparison.Ordinal));
        var lines = District.Load(file).Lines.Take(units).ToList();
        var collector = new
        {
            site = "dial-in",
            timeZone = "Asia/Shanghai",
            listeners = new { dtu = new { listen = $"127.0.0.1:{port}", register = @"^AMR-\d{6}$", heartbeat = "hex:FE" } },
            lines = lines.ToDictionary(line => line.Name, line => $"dialin:dtu/{line.DialIn!.Register}"),
            plans = new { home = new object[] { new { every = "30s", read = (string[])["status"] } } },
        };
        File.WriteAllText(Path.Combine(folder, "collector.json"), JsonSerializer.Serialize(collector));
        File.WriteAllLines(
            Path.Combine(folder, "meters.csv"),
            lines.Select(line => $"{line.Groups[0].Ids.First()},{line.Name},{line.Groups[0].Kind.Model},{line.Groups[0].Ids.First()},home").Prepend("meter,line,model,address,plan"));
        return (LinesSite.Load(folder), file);
    }
}
