using AmrCollector.Service.Configuration;

namespace AmrCollector.Tests.Service;

/// <summary>A configuration folder of one test, removed afterwards.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public const string Header = "meter,line,model,address,plan\n";

    public const string Sound = """
        {
          "site": "test", "timeZone": "Asia/Shanghai",
          "lines": { "riser": "serial:/dev/ttyUSB9?baud=2400&format=8E1", "plant": "modbus+tcp://127.0.0.1:1502" },
          "plans": { "home": [ { "at": "00:10", "read": ["dailyFreeze"] }, { "every": "6h", "read": ["current"] } ] }
        }
        """;

    public string Path { get; } = Directory.CreateTempSubdirectory("amr-config-").FullName;

    public ConfigurationFolder(string collector = Sound, string meters = Header)
    {
        Write("collector.json", collector);
        Write("meters.csv", meters);
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public (CollectorConfiguration? Configuration, IReadOnlyList<Fault> Faults) Load() => ConfigurationLoader.Load(Path);

    /// <summary>The only fault of the folder as "file:line: sentence".</summary>
    public string OnlyFault()
    {
        var (configuration, faults) = Load();
        Assert.Null(configuration);
        return Assert.Single(faults).ToString()[(Path.Length + 1)..];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
