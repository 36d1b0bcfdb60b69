using System.Globalization;
using System.Net;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Gaps;

/// <summary>An outage, what is missing afterwards, and what idle bus time brings back; through a kill in the middle.</summary>
public sealed class GapTests(ITestOutputHelper output)
{
    private const int OfBlockClass4 = 1 << 3;

    [NeedsFact("/bin/sh")]
    public async Task After_an_outage_all_that_the_meters_remember_comes_back_and_the_rest_is_lost_with_a_reason()
    {
        await using var district = await RunningDistrict.StartAsync(Houses(), TimeProvider.System);
        using TestSite site = new();
        Configure(site, district);
        foreach (var meter in district.Meters) meter.Faults = new() { Silent = true };

        int open;
        await using (var dead = site.Start())
        {
            await dead.AskUntilAsync("/v1/completeness?by=read&day=" + Today(), answer => Rows(answer).Any(row => Text(row, "read") == "profile" && Number(row, "open") > 0));
            var gaps = await GapsAsync(site, "--day", Today());
            open = (int)gaps.Sum(gap => Number(gap, "slots"));
            Assert.All(gaps, gap => Assert.Equal("open", Text(gap, "state")));
            Assert.Equal(4, gaps.Select(gap => Text(gap, "meter")).Distinct().Count());
            dead.Kill();
            await dead.EndAsync();
        }

        // No service runs: the files say the same.
        Assert.True((await GapsAsync(site, "--day", Today(), "--service", "none", "--config", site.Folder)).Sum(gap => Number(gap, "slots")) >= open);
        foreach (var meter in district.Meters) meter.Faults = MeterFaults.None;
        await using var life = site.Start();
        var complete = await life.AskUntilAsync("/v1/completeness?by=line,read&day=" + Today(), answer => Rows(answer) is { Count: 4 } rows && rows.Sum(row => Number(row, "open")) == 0);
        output.WriteLine(complete);
        foreach (var row in Rows(complete).Where(row => Text(row, "line") == "with memory" || Text(row, "read") == "dailyFreeze"))
        {
            Assert.Equal(Number(row, "expected"), Number(row, "have") + Number(row, "recovered"));
            Assert.Equal(1m, row.GetProperty("completeness").GetDecimal());
        }

        var lost = (await GapsAsync(site, "--day", Today(), "--read", "profile")).ToList();
        Assert.NotEmpty(lost);
        Assert.All(lost, gap => Assert.Equal(("lost", "without memory"), (Text(gap, "state"), Text(gap, "line"))));
        Assert.All(lost, gap => Assert.NotEqual("", Text(gap, "reason")));
        var metrics = await life.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("amr_gaps_open{line=\"with memory\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("amr_intervals_filled_total{line=\"with memory\",source=\"fromLoadRecord\"} ", metrics, StringComparison.Ordinal);
        await AsksNoMoreAsync(district);
    }

    [NeedsFact("/bin/sh")]
    public async Task While_the_service_runs_a_line_that_was_cut_gives_back_all_its_meters_remember_as_soon_as_it_is_whole_and_amr_shows_all_of_it()
    {
        var box = new District { Name = "houses", Lines = [Line("box", OfBlockClass4, 21) with { Port = QuietPort.Find() }] };
        using TestSite site = new();
        await using (var once = await RunningDistrict.StartAsync(box, TimeProvider.System)) Configure(site, once);
        await using var service = site.Start();
        var cut = await service.AskUntilAsync("/v1/completeness?by=read,area&day=" + Today(), answer => Rows(answer).Any(row => Text(row, "read") == "profile" && Number(row, "open") > 0));
        Assert.All(Rows(cut), row => Assert.Equal((0, 0), (Number(row, "have"), Number(row, "recovered"))));
        var open = Gaps(await service.AskUntilAsync($"/v1/gaps?day={Today()}&state=open&read=profile", _ => true)).Sum(gap => Number(gap, "slots"));

        await using var whole = await RunningDistrict.StartAsync(box, TimeProvider.System);
        var rows = Rows(await service.AskUntilAsync("/v1/completeness?by=line,area,read,day&day=" + Today(), answer => Rows(answer) is { Count: 2 } rows && rows.Sum(row => Number(row, "open")) == 0));
        Assert.All(rows, row => Assert.Equal(("box", Today(), 0L, 0L), (Text(row, "line"), Text(row, "day"), Number(row, "lost"), Number(row, "estimated"))));
        Assert.All(rows, row => Assert.Equal((Number(row, "expected"), 1m), (Number(row, "have") + Number(row, "recovered"), row.GetProperty("completeness").GetDecimal())));

        var meter = whole.Meters[0].Id;
        var recovered = await GapsAsync(site, "--meter", meter, "--day", Today(), "--state", "recovered", "--read", "profile");
        Assert.All(recovered, run => Assert.Equal((meter, "recovered", "fromLoadRecord"), (Text(run, "meter"), Text(run, "state"), Text(run, "cause"))));
        var had = Gaps(await service.AskUntilAsync($"/v1/gaps?meter={meter}&day={Today()}&state=have&read=profile", _ => true));
        Assert.InRange(recovered.Concat(had).Sum(run => Number(run, "slots")), open / 2, (open / 2) + 1); // a quarter-hour may have come
        using var unbounded = await service.Http.GetAsync(new Uri("/v1/gaps?state=recovered", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, unbounded.StatusCode);
        Assert.Contains("give 'meter'", await unbounded.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>What is lost is not asked for again and again.</summary>
    private static async Task AsksNoMoreAsync(RunningDistrict district)
    {
        var asked = district.Meters.Sum(meter => meter.Requests);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        Assert.InRange(district.Meters.Sum(meter => meter.Requests) - asked, 0, 8); // a quarter-hour may have come
    }

    private static async Task<List<JsonElement>> GapsAsync(TestSite site, params string[] options)
    {
        var (exit, said, errors) = await Command.AmrAsync(["gaps", "--json", .. options.Contains("--config") ? [] : (string[])["--config", site.Folder], .. options]);
        Assert.True(exit == 0, said + errors);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private static void Configure(TestSite site, RunningDistrict district)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["lines"] = district.Lines.ToDictionary(line => line.Name, line => line.Uri + "?timeout=200ms"),
            ["plans"] = new { large = new object[] { new { every = "15m", read = (string[])["profile"] }, new { at = "00:10", read = (string[])["dailyFreeze"] } } },
        });
        site.Write("meters.csv", TestSite.Header + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},large\n")));
    }

    private static District Houses() => new()
    {
        Name = "houses",
        Lines = [Line("with memory", OfBlockClass4, 1), Line("without memory", 0, 11)],
    };

    private static LinePlan Line(string name, int classes, long first) => new()
    {
        Name = name,
        Wire = WireKind.Tcp,
        TurnRound = TimeSpan.FromMilliseconds(1),
        Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = first, LoadClasses = classes }],
    };

    private static string Today() => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<JsonElement> Gaps(string answer) => [.. JsonElement.Parse(answer).GetProperty("gaps").EnumerateArray()];

    private static List<JsonElement> Rows(string answer) => [.. JsonElement.Parse(answer).GetProperty("rows").EnumerateArray()];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
