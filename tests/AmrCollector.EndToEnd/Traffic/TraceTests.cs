using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Traffic;

/// <summary>`amr trace`: one meter's frames, for a time, through the running service.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task Frames_of_one_meter_are_in_the_log_until_the_time_is_over_and_then_no_more()
    {
        await using var district = await RunningDistrict.StartAsync(One(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        var (traced, other) = (district.Meters[0].Id, district.Meters[1].Id);

        var (exit, output, errors) = await Command.AmrAsync("trace", traced, "6s", "--config", site.Folder, "--json", "--why", "ticket 4711");

        Assert.True(exit == 0, output + errors); // it came back by itself
        var kinds = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(kinds, row => row.GetProperty("kind").GetString() == "reply" && row.ToString().Contains(traced, StringComparison.Ordinal));
        Assert.DoesNotContain(other, output, StringComparison.Ordinal);
        await service.AskUntilAsync("/v1/traces", traces => traces.Contains("\"traces\":[]", StringComparison.Ordinal));
        var frames = Frames(site);
        Assert.NotEmpty(frames);
        Assert.All(frames, frame => Assert.Contains($" {traced} ", frame, StringComparison.Ordinal));
        Assert.Contains(frames, frame => frame.Contains("->", StringComparison.Ordinal));
        Assert.Contains(frames, frame => frame.Contains("<-", StringComparison.Ordinal));
        // Nothing more, though the meters go on answering.
        var before = await service.Http.GetStringAsync(new Uri("/v1/lines", UriKind.Relative));
        await service.AskUntilAsync("/v1/lines", lines => Answered(lines) > Answered(before) + 4);
        Assert.Equal(frames.Count, Frames(site).Count);
        await AssertRecordedAsync(site, traced);
    }

    [Fact]
    public async Task A_detached_trace_can_be_ended_and_who_may_only_look_begins_none()
    {
        await using var district = await RunningDistrict.StartAsync(One(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        var meter = district.Meters[0].Id;

        var (unknown, _, why) = await Command.AmrAsync("trace", "999999999999", "--config", site.Folder);
        Assert.True(unknown == 1 && why.Contains("999999999999", StringComparison.Ordinal), why);
        Assert.Equal(2, (await Command.AmrAsync("trace", meter, "25h", "--config", site.Folder)).Exit);
        using (var refused = await service.Http.PostAsync(new Uri($"/v1/meters/{meter}/trace", UriKind.Relative), new StringContent("{}", null, "application/json")))
            Assert.False(refused.IsSuccessStatusCode); // over TCP without a key one may look only
        var (began, output, errors) = await Command.AmrAsync("trace", meter, "1h", "--detach", "--config", site.Folder, "--json");
        Assert.True(began == 0, errors);
        Assert.Contains(meter, output, StringComparison.Ordinal);
        Assert.Contains(meter, await service.Http.GetStringAsync(new Uri("/v1/traces", UriKind.Relative)), StringComparison.Ordinal);

        Assert.Equal(0, (await Command.AmrAsync("trace", meter, "--off", "--config", site.Folder)).Exit);

        await service.AskUntilAsync("/v1/traces", traces => traces.Contains("\"traces\":[]", StringComparison.Ordinal));
        Assert.Equal(1, (await Command.AmrAsync("trace", meter, "--off", "--config", site.Folder)).Exit);
    }

    private static List<string> Frames(TestSite site) =>
    [
        .. Directory.GetFiles(Path.Combine(site.Folder, "data", "log")).SelectMany(Lines).Where(line => line.Contains("\"Level\":\"Verbose\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("RenderedMessage").GetString()!.Replace("\"", "", StringComparison.Ordinal)),
    ];

    // The service holds the file open.
    private static List<string> Lines(string file)
    {
        using FileStream log = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(log);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static long Answered(string lines)
    {
        using var page = JsonDocument.Parse(lines);
        return page.RootElement.GetProperty("lines")[0].GetProperty("answered").GetInt64();
    }

    private static async Task AssertRecordedAsync(TestSite site, string meter)
    {
        var (_, record, _) = await Command.AmrAsync("ledger", "audit", "--config", site.Folder);
        Assert.Contains($"/v1/meters/{meter}/trace", record, StringComparison.Ordinal);
        Assert.Contains("ticket 4711", record, StringComparison.Ordinal);
    }

    private static District One() => new()
    {
        Name = "trace",
        Lines = [new() { Name = "box", Wire = WireKind.Tcp, Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 202_611_020_001 }] }],
    };
}
