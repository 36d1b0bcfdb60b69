using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using Unit = AmrCollector.EndToEnd.DialIn.UnitsProcess.Unit;

namespace AmrCollector.EndToEnd.DialIn;

/// <summary>The service as a process, units in another: they come, leave, come back, lie and flood.</summary>
public sealed class DialInTests
{
    private static readonly string[] Ids = ["AMR-000001", "AMR-000002", "AMR-000003"];
    private readonly int _port = QuietPort.Find();

    [Fact]
    public async Task Units_that_dial_in_are_read_and_come_back_after_the_service_was_killed()
    {
        using var site = Site();
        await using var units = UnitsProcess.Start(_port, new(Ids[0], 1), new(Ids[1], 2, Habit: "twoPieces"), new(Ids[2], 3, Habit: "eachReply"));
        await using (var first = site.Start())
        {
            await first.AskUntilAsync("/v1/lines", lines => Answering(lines) == 3);
            first.Kill();
            await first.EndAsync();
        }

        await using var second = site.Start();
        await second.AskUntilAsync("/v1/lines", lines => Answering(lines) == 3);
        await Patience.UntilAsync(async () => (await second.Http.GetStringAsync(new Uri("/v1/readings?limit=1000", UriKind.Relative))).Split("\"dailyFreeze\"").Length > 6, () => second.Said);
        var (exit, output, errors) = await Command.AmrAsync(
            "read", "dialin:dtu/AMR-000002", "--config", site.Folder, "--model", "dlt645-2007-1p", "--address", "000000000002", "1-0:1.8.0", "--json");
        Assert.True(exit == 0, output + errors);
        Assert.Contains("through the service", errors, StringComparison.Ordinal);
        await second.TerminateAsync();
        Assert.Equal(0, await second.EndAsync());
        await site.VerifyAsync();
    }

    [Fact]
    public async Task A_unit_that_vanished_without_a_word_comes_back_from_another_address_and_is_read_there()
    {
        using var site = Site();
        await using var old = UnitsProcess.Start(_port, new Unit(Ids[0], 1));
        await using var others = UnitsProcess.Start(_port, new(Ids[1], 2), new Unit(Ids[2], 3));
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => Answering(lines) == 3);
        await old.FreezeAsync();
        await using var back = UnitsProcess.Start(_port, new Unit(Ids[0], 1, From: "127.0.0.2"));
        await service.AskUntilAsync("/v1/lines", lines => Listener(lines).GetProperty("moved").GetInt64() == 1 && Answering(lines) == 3);
        await service.SaysAsync("dialled in again from 127.0.0.2");
    }

    [Fact]
    public async Task Whoever_lies_floods_or_stalls_is_seen_told_once_and_slows_nobody_down()
    {
        using var site = Site();
        await using var units = UnitsProcess.Start(_port, new(Ids[0], 1), new Unit(Ids[1], 2));
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => Answering(lines) == 2);
        await using var crowd = UnitsProcess.Start(
            _port,
            new(Ids[0], 901, "127.0.0.2", "mute"),
            new("AMR-000099", 902, "127.0.0.3"),
            new("AMR-000003", 903, "127.0.0.4", "flood"),
            new("AMR-000003", 904, "127.0.0.5", "stall"),
            new("who am I", 905, "127.0.0.6"));
        var before = Answered(await service.AskUntilAsync("/v1/lines", _ => true), Ids[0]);
        var lines = await service.AskUntilAsync("/v1/lines", lines =>
        {
            var refused = Listener(lines).GetProperty("refused");
            return refused.GetProperty("unproved").GetInt64() > 2 && refused.GetProperty("unknown").GetInt64() > 2 && refused.GetProperty("unregistered").GetInt64() > 2
                && refused.GetProperty("flood").GetInt64() > 2
                && Answered(lines, Ids[0]) > before + 5;
        });
        var listener = Listener(lines);
        Assert.Equal(("AMR-000099", "127.0.0.3"), Knock(listener, "unknown"));
        Assert.Equal((Ids[0], "127.0.0.2"), Knock(listener, "duplicates"));
        Assert.Equal(0, listener.GetProperty("moved").GetInt64());
        Assert.Equal(0, Line(lines, Ids[0]).GetProperty("dead").GetInt32());
        foreach (var address in (string[])["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6"])
        {
            await service.SaysAsync($"{address} ");
            Assert.Equal(1, Told(service, $"{address} "));
        }

        Assert.Contains("amr_listener_refused_total{listener=\"dtu\",reason=\"unknown\"}", await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("AMR-000099", await service.Http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    private TestSite Site()
    {
        TestSite site = new();
        site.Configure(new Dictionary<string, object>
        {
            ["listeners"] = new { dtu = new { listen = $"127.0.0.1:{_port}", register = "^AMR-\\d{6}$", heartbeat = "hex:FE", registerWithin = "2s" } },
            ["lines"] = Ids.ToDictionary(id => id, id => $"dialin:dtu/{id}?timeout=1s"),
            ["plans"] = new { all = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "1s", read = (string[])["current"] } } },
        });
        site.Write("meters.csv", TestSite.Header + string.Concat(Ids.Select((id, at) => $"{at + 1:D12},{id},dlt645-2007-1p,{at + 1:D12},all\n")));
        return site;
    }

    private static int Told(ServiceProcess service, string what) =>
        service.Said.Split('\n').Count(line => line.Contains(" WARN ", StringComparison.Ordinal) && line.Contains(what, StringComparison.Ordinal));

    private static (string, string) Knock(JsonElement listener, string list)
    {
        var unit = listener.GetProperty(list)[0];
        return (unit.GetProperty("id").GetString()!, unit.GetProperty("address").GetString()!);
    }

    private static int Answering(string lines) => Parse(lines).GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("up").GetBoolean() ? line.GetProperty("answering").GetInt32() : 0);

    private static long Answered(string lines, string id) => Line(lines, id).GetProperty("answered").GetInt64();

    private static JsonElement Line(string lines, string id) => Parse(lines).GetProperty("lines").EnumerateArray().First(line => line.GetProperty("line").GetString() == id);

    private static JsonElement Listener(string lines) => Parse(lines).GetProperty("listeners")[0];

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
