using System.Globalization;
using System.Text.Json;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Support;

/// <summary>A configuration folder of one test, and lives of the service on it; the folder is removed afterwards.</summary>
internal sealed class TestSite : IDisposable
{
    public TestSite() => Write("meters.csv", Header);

    /// <summary>The columns of the meter list that tests fill.</summary>
    public const string Header = "meter,line,model,address,plan\n";

    /// <summary>The configuration folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("amr-site-").FullName;

    /// <summary>Port of the API, the same in every life.</summary>
    public int Port { get; } = QuietPort.Find();

    /// <summary>Where the ledger is unless the configuration says otherwise.</summary>
    public string Ledger => Path.Combine(Folder, "data", "ledger");

    /// <summary>The ledger's active file.</summary>
    public string LedgerFile => Path.Combine(Ledger, "ledger.db");

    /// <summary>Starts a life of the service; nothing is known of it yet.</summary>
    public ServiceProcess Start(params (string Name, string Value)[] environment) => ServiceProcess.Start(Folder, Port, environment);

    /// <summary>Starts a life from a shell that has run <paramref name="limits"/> (<c>ulimit</c>).</summary>
    public ServiceProcess StartLimited(string limits) => ServiceProcess.StartLimited(Folder, Port, limits);

    /// <summary>Writes a file of the configuration.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>
    /// Configures all lines and meters of <paramref name="district"/>: freezes from their own memory, and current values every
    /// <paramref name="every"/>. <paramref name="more"/> are further properties of collector.json.
    /// </summary>
    public void Configure(RunningDistrict district, string every, params (string Name, object Value)[] more)
    {
        Dictionary<string, object> collector = new()
        {
            ["lines"] = district.Lines.ToDictionary(line => line.Name, line => line.Uri),
            ["plans"] = new { all = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every, read = (string[])["current"] } } },
        };
        foreach (var (name, value) in more) collector[name] = value;
        Configure(collector);
        Write("meters.csv", Header + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},all\n")));
    }

    /// <summary>Writes collector.json with the site's name, zone and port, and <paramref name="content"/>.</summary>
    public void Configure(IReadOnlyDictionary<string, object> content)
    {
        Dictionary<string, object> collector = new()
        {
            ["site"] = "test",
            ["timeZone"] = "Asia/Shanghai",
            ["clock"] = new { trust = "meters" }, // the machine of a test need not be synchronised
            ["http"] = new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}") },
        };
        foreach (var (name, value) in content) collector[name] = value;
        Write("collector.json", JsonSerializer.Serialize(collector));
    }

    /// <summary>Every entry of the ledger, as the feed writes it, in ledger order.</summary>
    public async Task<IReadOnlyList<FeedEntry>> ExportAsync()
    {
        var file = Path.Combine(Folder, "export.ndjson");
        var (exit, output, errors) = await Command.AmrAsync("ledger", "export", "--config", Folder, "--format", "ndjson", "-o", file);
        Assert.True(exit == 0, output + errors);
        var lines = await File.ReadAllLinesAsync(file);
        return [.. lines.SkipLast(1).Select(FeedEntry.Parse)]; // the last line holds cursor and head
    }

    /// <summary>`amr ledger verify` finds nothing.</summary>
    public async Task VerifyAsync()
    {
        var (exit, output, errors) = await Command.AmrAsync("ledger", "verify", "--config", Folder);
        Assert.True(exit == 0, output + errors);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
