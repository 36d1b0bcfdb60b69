using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Service.Backups;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.SupportBundle;

/// <summary>`amr support-bundle`: everything somebody far away needs, and not one secret of the configuration.</summary>
public sealed class SupportBundleTests
{
    private static readonly Dictionary<string, string> SecretFiles = new()
    {
        ["mqtt.user"] = "amr-user-71\nbroker-pass-42\n",
        ["billing.secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        ["influx.token"] = "influx-token-0815-abcdef\n",
    };

    private const string OwnKey = "0123456789abcdef0123456789abcdef";
    private const string HookPath = "in/7f3a9c-hook-id";

    [Fact]
    public async Task With_and_without_a_running_service_it_holds_no_secret()
    {
        await using var district = await RunningDistrict.StartAsync(One(), TimeProvider.System);
        using TestSite site = new();
        Configure(site, district);
        using TempFolder folder = new();
        Dictionary<string, string> running;
        await using (var service = site.Start())
        {
            using var http = LocalService.Http(site.Folder);
            await Patience.UntilAsync(async () => await IsReadingAsync(http), () => service.Said);
            running = await BundleAsync(site, folder, "with");
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        var stopped = await BundleAsync(site, folder, "without");

        foreach (var bundle in (Dictionary<string, string>[])[running, stopped])
        {
            foreach (var needed in (string[])["about.txt", "doctor.txt", "data.txt", "config/collector.json", "config/meters.csv"]) Assert.Contains(needed, bundle.Keys);
            Assert.Contains(bundle.Keys, name => name.StartsWith("log/", StringComparison.Ordinal));
            Assert.Contains("\"box\"", bundle["config/collector.json"], StringComparison.Ordinal);
            foreach (var (name, text) in bundle)
                foreach (var secret in Secrets()) Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{name} holds '{secret}'");
        }

        Assert.Contains("\"answering\"", running["service/lines.json"], StringComparison.Ordinal);
        Assert.Contains("amr_build_info", running["service/metrics.txt"], StringComparison.Ordinal);
        Assert.Contains("does not answer", stopped["service/none.txt"], StringComparison.Ordinal);
        Assert.Contains("account-1", running["config/meters.csv"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Secrets() =>
    [
        .. SecretFiles.Values.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", OwnKey, "comment-secret", HookPath, "ACC-0042",
    ];

    private static async Task<bool> IsReadingAsync(HttpClient http)
    {
        try
        {
            // The webhook and the database are away: their troubles are told, with their addresses.
            return (await http.GetStringAsync(new Uri("/v1/lines", UriKind.Relative))).Contains("\"answering\":1", StringComparison.Ordinal)
                && (await http.GetStringAsync(new Uri("/v1/sinks", UriKind.Relative))).Contains("refuse", StringComparison.OrdinalIgnoreCase);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<Dictionary<string, string>> BundleAsync(TestSite site, TempFolder folder, string name)
    {
        var file = Path.Combine(folder.Path, $"{name}.tar.gz");
        var (exit, output, errors) = await Command.AmrAsync("support-bundle", "-o", file, "--config", site.Folder);
        Assert.True(exit == 0, output + errors);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var unpacked = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        BackupArchive.Unpack(file, unpacked);
        return Directory.GetFiles(unpacked, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(unpacked, path), File.ReadAllText);
    }

    private static void Configure(TestSite site, RunningDistrict district)
    {
        var dead = QuietPort.Find();
        site.Configure(
            district, "1s",
            ("http", new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}"), keysFile = "keys.json" }),
            ("brokers", new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{dead}"), userFile = "mqtt.user" } }),
            ("sinks", new object[]
            {
                new { name = "billing", webhook = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{dead}/{HookPath}"), secretFile = "billing.secret" },
                new { name = "bus", mqtt = "main", topic = "amr/{meter}/{item}" },
                new { name = "history", influx = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{dead}"), org = "o", bucket = "b", tokenFile = "influx.token" },
            }));
        foreach (var (name, text) in SecretFiles) site.Write(name, text);
        site.Write("keys.json", KeyFileText.With(("li", "operate", OwnKey)));
        var file = Path.Combine(site.Folder, "collector.json");
        File.WriteAllText(file, "// the old password was comment-secret\n" + File.ReadAllText(file));
        var meter = district.Meters[0];
        site.Write("meters.csv", $"meter,line,model,address,plan,account,point\n{meter.Id},{meter.Line},{meter.Model},{meter.Address},all,ACC-0042,P-1\n");
    }

    private static District One() => new()
    {
        Name = "support",
        Lines = [new() { Name = "box", Wire = WireKind.Tcp, Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 1, FirstNumber = 202_611_020_001 }] }],
    };
}
