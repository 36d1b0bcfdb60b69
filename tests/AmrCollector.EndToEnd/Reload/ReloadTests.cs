using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Crash;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Reload;

/// <summary>A running service takes its configuration anew, or stays as it is; a line that nobody touched never pauses.</summary>
public sealed class ReloadTests
{
    private const int Values = 5; // of each meter, at least, for a pause to be seen
    private static readonly string[] Columns = ["meter", "line", "model", "address", "plan", "ct"];

    [Fact]
    public async Task A_broken_file_and_a_forbidden_change_leave_all_as_it_was_and_a_good_one_goes_over_whole()
    {
        await using var district = await RunningDistrict.StartAsync(TwoLines(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        var (untouched, other) = (district.Lines[0].Name, district.Lines[1].Name);
        List(site, district.Meters, _ => "1");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => Answering(lines) == 4);

        var good = await File.ReadAllTextAsync(Path.Combine(site.Folder, "collector.json"));
        site.Write("collector.json", good.Replace("\"site\"", "\"sight\"", StringComparison.Ordinal));
        await RefusedAsync(site, "sight");
        site.Write("collector.json", good.Replace("Asia/Shanghai", "Asia/Tokyo", StringComparison.Ordinal));
        await RefusedAsync(site, "'timeZone'");
        site.Write("collector.json", good);
        List(site, district.Meters, _ => "40");
        await RefusedAsync(site, "without a dated order");
        Assert.Equal(4, Answering(await service.AskUntilAsync("/v1/lines", _ => true)));

        // A meter of the other line leaves, a line comes, and SIGHUP takes it.
        List(site, district.Meters.Where(meter => meter.Line == untouched || meter.Address != district.Meters[^1].Address), _ => "1");
        var since = Answered(await service.AskUntilAsync("/v1/lines", _ => true), untouched);
        using (var collector = JsonDocument.Parse(good))
            site.Write("collector.json", good.Replace("\"lines\":{", "\"lines\":{\"new\":\"tcp://127.0.0.1:9?timeout=1s\",", StringComparison.Ordinal));
        await Command.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -HUP {service.Id}"));
        var after = await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"line\":\"new\"", StringComparison.Ordinal) && Answering(lines) == 3);
        Assert.Equal(2, Meters(after, untouched));
        Assert.Equal(1, Meters(after, other));
        Assert.True(Answered(after, untouched) >= since, "the untouched line was begun anew");
        string[] untouchedMeters = [.. district.Meters.Where(meter => meter.Line == untouched).Select(meter => meter.Id)];
        await using (FeedWalker consumer = new(site.Port))
            await Patience.UntilAsync(() => untouchedMeters.All(meter => Instants(consumer.Given, meter).Count > Values), () => $"{consumer.Count} given {service.Said}");

        var (exit, output, errors) = await Command.AmrAsync("ledger", "audit", "--config", site.Folder, "--json");
        Assert.True(exit == 0, output + errors);
        Assert.Equal(4, output.Split('\n').Count(line => line.Contains("\"outcome\":\"asked\"", StringComparison.Ordinal)));
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        Assert.Contains("Configuration reloaded", service.Said, StringComparison.Ordinal);
        await site.VerifyAsync();
        AssertNeverPaused(await site.ExportAsync(), untouchedMeters);
    }

    private static async Task RefusedAsync(TestSite site, string why)
    {
        var (exit, output, errors) = await Command.AmrAsync("reload", "--config", site.Folder);
        Assert.True(exit == 3 && errors.Contains(why, StringComparison.Ordinal), $"{exit} {output} {errors}");
    }

    /// <summary>Current values every second: on a busy machine late, but never three in a row missed.</summary>
    private static void AssertNeverPaused(IReadOnlyList<FeedEntry> entries, IEnumerable<string> meters)
    {
        foreach (var meter in meters)
        {
            var instants = Instants(entries, meter);
            Assert.True(instants.Count > Values, $"{meter}: {instants.Count} values");
            Assert.All(instants.Zip(instants.Skip(1)), pair => Assert.True(pair.Second - pair.First < TimeSpan.FromSeconds(10), $"{meter} paused from {pair.First:O} to {pair.Second:O}"));
        }
    }

    private static List<DateTimeOffset> Instants(IReadOnlyList<FeedEntry> entries, string meter) =>
        [.. entries.Where(entry => entry.Meter == meter && entry.Source == "current").Select(entry => entry.Instant).Distinct().Order()];

    private static void List(TestSite site, IEnumerable<SimulatedMeter> meters, Func<SimulatedMeter, string> ct) => site.Write(
        "meters.csv", string.Join(',', Columns) + "\n" + string.Concat(meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},all,{ct(meter)}\n")));

    private static long Answering(string lines) => Sum(lines, "answering", null);

    private static long Answered(string lines, string line) => Sum(lines, "answered", line);

    private static long Meters(string lines, string line) => Sum(lines, "meters", line);

    private static long Sum(string lines, string property, string? line)
    {
        using var page = JsonDocument.Parse(lines);
        return page.RootElement.GetProperty("lines").EnumerateArray().Where(one => line is null || one.GetProperty("line").GetString() == line).Sum(one => one.GetProperty(property).GetInt64());
    }

    private static District TwoLines() => new() { Name = "reload", Lines = [Line("one", 1), Line("two", 11)] };

    private static LinePlan Line(string name, int first) => new()
    {
        Name = name,
        Wire = WireKind.Tcp,
        TurnRound = TimeSpan.FromMilliseconds(5),
        Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = first }],
    };
}
