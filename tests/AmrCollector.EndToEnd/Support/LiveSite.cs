using System.Globalization;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Support;

/// <summary>Simulated meters on TCP lines, and a configuration folder for them.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    private readonly RunningDistrict _district;

    private LiveSite(RunningDistrict district, int port, string more)
    {
        (_district, Port) = (district, port);
        Folder = Directory.CreateTempSubdirectory("amr-e2e-").FullName;
        var lines = string.Join(",\n", district.Lines.Select(line => $"\"{line.Name}\": \"{line.Uri}\""));
        Write(
            "collector.json",
            $$"""
            {
              "site": "live", "timeZone": "Asia/Shanghai", "clock": { "trust": "meters" },
              "lines": { {{lines}} },
              {{more}}
              "plans": { "often": [ { "at": "00:10", "read": ["dailyFreeze"] }, { "every": "5s", "read": ["current"] } ] },
              "http": { "listen": "http://127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}" }
            }
            """);
        Write("meters.csv", "meter,line,model,address,plan\n" + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},often\n")));
    }

    /// <summary>The configuration folder.</summary>
    public string Folder { get; }

    /// <summary>Port of the API.</summary>
    public int Port { get; }

    /// <summary>The neighbourhood without its serial riser, answering; <paramref name="more"/> are further properties of collector.json, each with a comma behind it.</summary>
    public static async Task<LiveSite> StartAsync(string more = "")
    {
        var riverside = District.Riverside();
        var lines = riverside.Lines.Where(line => line.Wire != WireKind.Pty).Take(3).ToList();
        var district = riverside with { Lines = lines, Faults = new Dictionary<string, StartingFaults>() };
        return new(await RunningDistrict.StartAsync(district, TimeProvider.System), ServiceProcess.FreePort(), more);
    }

    /// <summary>Starts the service on this folder.</summary>
    public ServiceProcess StartService() => ServiceProcess.Start(Folder, Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _district.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);
}
