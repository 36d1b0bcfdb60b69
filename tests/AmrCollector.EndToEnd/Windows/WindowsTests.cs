using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Windows;

/// <summary>The program for Windows, run by Wine: installed as a service it collects over TCP and a COM port.</summary>
public sealed class WindowsTests
{
    private const string Config = @"C:\ProgramData\AmrCollector";

    [NeedsFact("wine", "wineserver")]
    [Trait("Duration", "Long")]
    public async Task The_service_collects_over_tcp_and_a_com_port_and_answers_to_its_verbs()
    {
        await using var district = await RunningDistrict.StartAsync(Two(), TimeProvider.System);
        await using var wine = await WinePrefix.CreateAsync();
        wine.Plug(3, district.Lines[0].Uri["serial:".Length..].Split('?')[0]);
        var port = QuietPort.Find();
        Configure(wine, district, port);
        using HttpClient http = new() { BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };

        var (version, said) = await wine.AmrAsync("version");
        Assert.True(version == 0 && said.Contains("win-x64", StringComparison.Ordinal), said);
        var (absent, nothing) = await wine.AmrAsync("service", "status", "--json");
        Assert.True(absent == 1 && nothing.Contains("\"absent\"", StringComparison.Ordinal), nothing);

        await DoneAsync(wine, "service", "install", "--config", Config);
        await DoneAsync(wine, "service", "install", "--config", Config); // again: an upgrade
        await DoneAsync(wine, "service", "start");
        await BothLinesAnswerAsync(http);
        var (running, state) = await wine.AmrAsync("service", "status", "--json");
        Assert.True(running == 0 && state.Contains("\"running\"", StringComparison.Ordinal), state);
        Assert.Contains(@"NT SERVICE\\AmrCollector", state, StringComparison.Ordinal);
        Assert.Contains("\"automatic\"", state, StringComparison.Ordinal);

        // On the same box amr needs no key: it comes by the named pipe. The reload is in the chain.
        await DoneAsync(wine, "reload", "--config", Config, "--why", "a test");
        var (_, record) = await wine.AmrAsync("ledger", "audit", "--config", Config);
        Assert.Contains("POST /v1/reload", record, StringComparison.Ordinal);
        await DoneAsync(wine, "service", "stop");
        var (stopped, after) = await wine.AmrAsync("service", "status", "--json");
        Assert.True(stopped == 1 && after.Contains("\"stopped\"", StringComparison.Ordinal), after);
        var (verified, chain) = await wine.AmrAsync("ledger", "verify", "--config", Config);
        Assert.True(verified == 0, chain);

        // A fault ends it with an exit code, and Windows' recovery is told so.
        await File.WriteAllTextAsync(Path.Combine(wine.Configuration, "collector.json"), "{ \"site\": 1 }");
        var (failed, why) = await wine.AmrAsync("service", "start");
        Assert.True(failed == 1 && why.Contains("exit code 3", StringComparison.Ordinal), why);
        await DoneAsync(wine, "service", "uninstall");
        var (gone, none) = await wine.AmrAsync("service", "status", "--json");
        Assert.True(gone == 1 && none.Contains("\"absent\"", StringComparison.Ordinal), none);
    }

    private static async Task BothLinesAnswerAsync(HttpClient http)
    {
        var last = "";
        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    last = await http.GetStringAsync(new Uri("/v1/lines", UriKind.Relative));
                    using var page = JsonDocument.Parse(last);
                    return page.RootElement.GetProperty("lines").EnumerateArray().All(line => line.GetProperty("answering").GetInt32() == 2)
                        && (await http.GetStringAsync(new Uri("/v1/readings?limit=1", UriKind.Relative))).Contains("\"entries\":[{", StringComparison.Ordinal);
                }
                catch (HttpRequestException e)
                {
                    last = e.Message;
                    return false;
                }
            },
            () => last);
    }

    private static async Task DoneAsync(WinePrefix wine, params string[] arguments)
    {
        var (exit, output) = await wine.AmrAsync(arguments);
        Assert.True(exit == 0, $"amr {string.Join(' ', arguments)}: {exit} {output}{Environment.NewLine}{wine.LastLog()}");
    }

    private static void Configure(WinePrefix wine, RunningDistrict district, int port)
    {
        var collector = new
        {
            site = "windows",
            timeZone = "Asia/Shanghai",
            clock = new { trust = "meters" },
            lines = new Dictionary<string, string> { ["com"] = "serial:COM3?baud=9600&format=8E1", ["box"] = district.Lines[1].Uri },
            plans = new { often = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "5s", read = (string[])["current"] } } },
            http = new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}") },
        };
        File.WriteAllText(Path.Combine(wine.Configuration, "collector.json"), JsonSerializer.Serialize(collector));
        File.WriteAllText(Path.Combine(wine.Configuration, "meters.csv"), TestSite.Header + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},often\n")));
    }

    private static District Two() => new()
    {
        Name = "windows",
        Lines =
        [
            new() { Name = "com", Wire = WireKind.Pty, Baud = 9600, Preamble = 4, Groups = [Pair(202_611_010_001)] },
            new() { Name = "box", Wire = WireKind.Tcp, Groups = [Pair(202_611_020_001)] },
        ],
    };

    private static MeterGroup Pair(long first) => new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = first };
}
