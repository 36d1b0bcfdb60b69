using System.Globalization;
using System.Text.Json;
using AmrCollector.Service.Configuration;
using AmrCollector.Simulator;

namespace AmrCollector.Cli.Demo;

/// <summary>The configuration folder of a demonstration: written as a person would, and loaded as a service loads its own.</summary>
internal sealed class DemoSite : IDisposable
{
    private const string Header =
        "meter,point,account,area,role,line,model,address,plan,clock,ct,pt,digits,decimals,class,wiring,un_v,imax_a,reading_days,installed,status";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private DemoSite(string folder, CollectorConfiguration configuration) => (Folder, Configuration) = (folder, configuration);

    /// <summary>The folder; gone when this is disposed.</summary>
    public string Folder { get; }

    /// <summary>What was loaded from it.</summary>
    public CollectorConfiguration Configuration { get; }

    /// <summary>Writes and loads a configuration for <paramref name="district"/>, with the API on <paramref name="port"/>.</summary>
    public static DemoSite Create(RunningDistrict district, int port)
    {
        var folder = Directory.CreateTempSubdirectory("amr-demo-").FullName;
        File.WriteAllText(Path.Combine(folder, "collector.json"), Collector(district, port));
        File.WriteAllLines(Path.Combine(folder, "meters.csv"), district.Meters.Select(Row).Prepend(Header));
        var (configuration, faults) = ConfigurationLoader.Load(folder);
        if (configuration is not null) return new(folder, configuration);
        Directory.Delete(folder, recursive: true);
        throw new VerbFailedException(ExitCode.ConfigurationInvalid, string.Join(Environment.NewLine, faults));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Collector(RunningDistrict district, int port) => JsonSerializer.Serialize(
        new
        {
            site = district.District.Name,
            timeZone = ZoneOf(district.District.UtcOffset),
            lines = district.Lines.ToDictionary(line => line.Name, line => line.Uri),
            plans = new
            {
                riser = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "15m", read = (string[])["current"] } },
                box = new object[]
                {
                    new { at = "00:10", read = (string[])["dailyFreeze"] },
                    new { every = "1m", read = (string[])["current"] },
                    new { every = "5m", read = (string[])["status"] },
                },
            },
            clock = new { trust = "meters" }, // whoever looks at a demonstration need not keep a clock
            http = new { listen = $"http://127.0.0.1:{port}" },
        },
        Indented);

    private static string Row(SimulatedMeter meter, int index)
    {
        var (kind, number) = (meter.Kind, index + 1);
        var plan = meter.Line.StartsWith("riser", StringComparison.Ordinal) ? "riser" : "box";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{meter.Id},P-{number:00000},A-{number:00000},{meter.Area},customer,{meter.Line},{meter.Model},{meter.Address},{plan},standard,"
            + $"{kind.Ct},{kind.Pt},{kind.Digits},{kind.Decimals},{meter.CustomerClass},{kind.Wiring},{kind.UnV},{kind.ImaxA},1,,active");
    }

    private static string ZoneOf(TimeSpan offset) => offset == TimeSpan.FromHours(8) ? "Asia/Shanghai"
        : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{-offset.TotalHours:+0;-0;+0}"); // the Etc names count westward
}
