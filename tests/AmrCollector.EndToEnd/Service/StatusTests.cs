using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Service;

/// <summary>`amr status` against the running service: one line that is well, one whose peer is absent, one clock that is off.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task It_tells_health_lines_ledger_alarms_and_clocks()
    {
        await using var district = await RunningDistrict.StartAsync(Houses(), TimeProvider.System);
        var slow = district.Meters[1];
        slow.Faults = new() { ClockOff = TimeSpan.FromSeconds(-40) };
        using TestSite site = new();
        var absent = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{ServiceProcess.FreePort()}");
        site.Configure(
            district, "1s",
            ("lines", new Dictionary<string, string> { ["houses"] = district.Lines[0].Uri, ["nowhere"] = absent }),
            ("plans", new { all = new object[] { new { every = "1s", read = (string[])["current", "clock"] } } }),
            ("clock", new { sync = "meter", after = "30s" }));
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/status", answer => answer.Contains("\"measured\":2", StringComparison.Ordinal) && answer.Contains("\"kind\":\"lineDown\"", StringComparison.Ordinal));

        var (exit, output, errors) = await Command.AmrAsync("status", "--config", site.Folder, "--json");
        Assert.True(exit == 0, output + errors);
        using var document = JsonDocument.Parse(output);
        var status = document.RootElement;
        Assert.Equal(("watch", "1 of 2 lines are down."), (Text(status.GetProperty("health"), "level"), Text(status.GetProperty("health"), "sentence")));
        var lines = status.GetProperty("lines").EnumerateArray().ToDictionary(line => Text(line, "line"));
        Assert.True(lines["houses"].GetProperty("up").GetBoolean());
        Assert.True(lines["houses"].GetProperty("predictedCycleSeconds").GetDouble() > 0);
        Assert.False(lines["nowhere"].GetProperty("up").GetBoolean());
        Assert.NotEqual("", Text(lines["nowhere"], "why"));
        Assert.True(status.GetProperty("ledger").GetProperty("writable").GetBoolean());
        Assert.Contains(status.GetProperty("alarms").EnumerateArray(), alarm => Text(alarm, "kind") == "lineDown" && Text(alarm, "subject") == "nowhere");

        // What the host says of its clock decides; both answers must hang together.
        var clocks = status.GetProperty("clocks");
        var trusted = clocks.GetProperty("trusted").GetBoolean();
        Assert.Equal(!trusted, status.GetProperty("alarms").EnumerateArray().Any(alarm => Text(alarm, "kind") == "clockUntrusted"));
        if (!trusted) Assert.False(clocks.GetProperty("setsMeters").GetBoolean());
        var furthest = clocks.GetProperty("furthest").EnumerateArray().First();
        Assert.Equal(slow.Id, Text(furthest, "meter"));
        Assert.InRange(furthest.GetProperty("offsetSeconds").GetDecimal(), -42, -38);

        (exit, output, errors) = await Command.AmrAsync("status", "--config", site.Folder);
        Assert.True(exit == 0, output + errors);
        Assert.StartsWith("look    test: 1 of 2 lines are down.", output, StringComparison.Ordinal);
        Assert.Contains($"        {slow.Id}", output, StringComparison.Ordinal);

        // Observations are committed once a second.
        using var meter = JsonDocument.Parse(await service.AskUntilAsync($"/v1/meters/{slow.Id}", answer => !answer.Contains("\"clockState\":null", StringComparison.Ordinal)));
        Assert.InRange(meter.RootElement.GetProperty("clockState").GetProperty("offsetSeconds").GetDecimal(), -42, -38);
        Assert.Contains($"amr_clock_trusted {(trusted ? 1 : 0)}\n", await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_service_it_says_so_and_ends_with_6()
    {
        using TestSite site = new();
        site.Configure(new Dictionary<string, object>());
        var (exit, output, errors) = await Command.AmrAsync("status", "--config", site.Folder);
        Assert.Equal((6, ""), (exit, output));
        Assert.StartsWith($"amr: no service answers at http://127.0.0.1:{site.Port.ToString(CultureInfo.InvariantCulture)}/", errors, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static District Houses() => new()
    {
        Name = "houses",
        Lines = [new LinePlan { Name = "houses", Wire = WireKind.Tcp, Groups = [new MeterGroup { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 202611220001 }] }],
    };
}
