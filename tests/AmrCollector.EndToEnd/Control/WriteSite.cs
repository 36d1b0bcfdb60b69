using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Ledger;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Control;

/// <summary>A site whose first meter may be written to, and no other: its keys, its secret file, and the record of what was written.</summary>
internal sealed class WriteSite : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private readonly TestSite _site = new();

    internal WriteSite(RunningDistrict district, string password)
    {
        var line = district.Lines[0].Name;
        _site.Configure(
            district, "1h", ("http", new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_site.Port}"), keysFile = "keys.json" }),
            ("timeZone", district.District.UtcOffset == TimeSpan.FromHours(8) ? "Asia/Shanghai" : "Asia/Kolkata"));
        var rows = district.Meters.Select((meter, i) => $"{meter.Id},{line},{meter.Model},{meter.Address},all,{(i == 0 ? "clock|relay|parameter" : "")}\n");
        _site.Write("meters.csv", "meter,line,model,address,plan,allow\n" + string.Concat(rows));
        _site.Write("keys.json", KeyFileText.With(("li", "operate", Key)));
        _site.Write("li.key", Key);
        _site.Write("meter.secret", $"password=02 {password}\noperator=00000000\n");
    }

    /// <summary>The configuration folder.</summary>
    internal string Folder => _site.Folder;

    /// <summary>Where the API listens.</summary>
    internal string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_site.Port}");

    /// <summary>What signs commands to the meters.</summary>
    internal string SecretFile => Path.Combine(Folder, "meter.secret");

    /// <summary>Li's key to the service.</summary>
    internal string KeyFile => Path.Combine(Folder, "li.key");

    /// <summary>Starts the service and waits until every meter has answered and nothing is due.</summary>
    internal async Task<ServiceProcess> StartAsync()
    {
        var service = _site.Start();
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"backlog\":0", StringComparison.Ordinal) && lines.Contains("\"answering\":2", StringComparison.Ordinal));
        return service;
    }

    /// <summary>Ends the service and returns what it recorded, oldest first.</summary>
    internal async Task<IReadOnlyList<Operation>> OperationsAsync(ServiceProcess service)
    {
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        using var log = OperationLog.Open(Path.Combine(Folder, "data"), TimeProvider.System);
        return log.Last(100);
    }

    /// <summary>Every byte of the record, as text.</summary>
    internal string OperationsFile() => string.Concat(Directory.GetFiles(Path.Combine(Folder, "data"), "operations.db*", SearchOption.AllDirectories)
        .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    /// <summary>A text without its line breaks.</summary>
    internal static string Joined(string text) => string.Join(' ', text.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    public void Dispose() => _site.Dispose();
}
