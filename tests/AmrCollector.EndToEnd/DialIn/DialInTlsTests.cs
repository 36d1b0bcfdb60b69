using System.Text.Json;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.DialIn;

/// <summary>A listener that speaks TLS only, wants certificates of its own authority and knows from where its units dial.</summary>
public sealed class DialInTlsTests
{
    private const string Id = "AMR-000031";
    private readonly int _port = QuietPort.Find();

    [Fact]
    public async Task A_unit_with_our_certificate_is_read_and_whoever_has_another_none_no_tls_or_a_wrong_address_is_one_line_and_slows_nobody_down()
    {
        using Certificates ours = new("ours");
        using Certificates strangers = new("strangers");
        await using var district = await RunningDistrict.StartAsync(Box(), TimeProvider.System);
        using var site = Site(ours);
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => Listener(lines).GetProperty("up").GetBoolean());
        await using var unit = await TlsUnit.DialAsync(_port, Id, ours.Authority, ours.Sign("unit"), new Uri(district.Lines[0].Uri).Port);
        var before = Answered(await service.AskUntilAsync("/v1/lines", lines => Answered(lines) > 0));

        const int Each = 5;
        for (var i = 0; i < Each; i++)
        {
            Assert.True(await TlsUnit.IsRefusedAsync(_port, "127.0.0.2", Id, ours.Authority, strangers.Sign("unit")), "a stranger's certificate");
            Assert.True(await TlsUnit.IsRefusedAsync(_port, "127.0.0.3", Id, ours.Authority, null), "no certificate");
            Assert.True(await TlsUnit.IsRefusedAsync(_port, "127.0.0.4", Id, strangers.Authority, ours.Sign("unit")), "one that does not believe us");
            Assert.True(await TlsUnit.IsPlainRefusedAsync(_port, "127.0.0.5", Id), "no TLS");
            Assert.True(await TlsUnit.IsRefusedAsync(_port, "127.0.1.1", Id, ours.Authority, ours.Sign("unit")), "an address that is not allowed");
        }

        var lines = await service.AskUntilAsync("/v1/lines", lines => Refused(lines, "notAllowed") == Each && Refused(lines, "tls") + Refused(lines, "unregistered") == 4 * Each && Answered(lines) > before + 3);
        Assert.InRange(Refused(lines, "tls"), 3 * Each, 4 * Each); // who does not believe us may say so after the handshake
        Assert.Equal((0, 1), (Listener(lines).GetProperty("moved").GetInt32(), Listener(lines).GetProperty("present").GetInt32()));
        Assert.Equal(0, Line(lines).GetProperty("dead").GetInt32());
        foreach (var address in (string[])["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.1.1"])
        {
            await service.SaysAsync($"{address} ");
            Assert.Equal(1, Told(service, $"{address} "));
        }

        Assert.Contains("amr_listener_refused_total{listener=\"dtu\",reason=\"tls\"}", await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    private TestSite Site(Certificates ours)
    {
        TestSite site = new();
        var (certificate, key) = ours.Sign("listener");
        site.Write("dtu.pem", certificate);
        site.Write("dtu.key", key);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(site.Folder, "dtu.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        site.Write("units-ca.pem", ours.AuthorityPem);
        site.Configure(new Dictionary<string, object>
        {
            ["listeners"] = new
            {
                dtu = new
                {
                    listen = $"127.0.0.1:{_port}",
                    register = "^AMR-\\d{6}$",
                    certificateFile = "dtu.pem",
                    keyFile = "dtu.key",
                    clientCaFile = "units-ca.pem",
                    registerWithin = "2s",
                    allow = (string[])["127.0.0.0/24"],
                },
            },
            ["lines"] = new Dictionary<string, string> { [Id] = $"dialin:dtu/{Id}?timeout=2s" },
            ["plans"] = new { all = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "1s", read = (string[])["current"] } } },
        });
        site.Write("meters.csv", TestSite.Header + $"000000000001,{Id},dlt645-2007-1p,000000000001,all\n");
        return site;
    }

    private static District Box() => new()
    {
        Name = "box",
        Lines = [new() { Name = "box", Wire = WireKind.Tcp, TurnRound = TimeSpan.FromMilliseconds(5), Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 1, FirstNumber = 1 }] }],
    };

    private static int Told(ServiceProcess service, string what) =>
        service.Said.Split('\n').Count(line => line.Contains(" WARN ", StringComparison.Ordinal) && line.Contains(what, StringComparison.Ordinal));

    private static long Refused(string lines, string why) => Listener(lines).GetProperty("refused").TryGetProperty(why, out var count) ? count.GetInt64() : 0;

    private static long Answered(string lines) => Line(lines).GetProperty("answered").GetInt64();

    private static JsonElement Line(string lines) => JsonElement.Parse(lines).GetProperty("lines")[0];

    private static JsonElement Listener(string lines) => JsonElement.Parse(lines).GetProperty("listeners")[0];
}
