using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Billing;

/// <summary>From the meters' own freezes to what bills a reading day: by the API as JSON and CSV, by the export, through a kill.</summary>
public sealed class ReadingDayTests
{
    private const string Item = "1-0:1.8.0";

    [NeedsFact("/bin/sh")]
    public async Task A_reading_day_bills_the_freezes_of_the_meters_and_is_complete_only_with_all_of_them()
    {
        await using var district = await RunningDistrict.StartAsync(Houses(), TimeProvider.System);
        using TestSite site = new();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var (earlier, later) = (today.AddDays(-5), today.AddDays(-1));
        Configure(site, district, earlier, later);
        var silent = district.Meters[^1];
        silent.Faults = new() { Silent = true };

        string first;
        await using (var life = site.Start())
        {
            first = await life.AskUntilAsync(Path(later), answer => Snapshot(answer).GetProperty("actual").GetInt32() == 2);
            var snapshot = Snapshot(first);
            Assert.False(snapshot.GetProperty("complete").GetBoolean());
            Assert.Equal(1, snapshot.GetProperty("missing").GetInt32());
            Assert.Contains("1 of 3", snapshot.GetProperty("why").GetString(), StringComparison.Ordinal);
            await AssertReadsAsync(life, district.Meters.SkipLast(1), earlier, later);
            await AssertSameAgainAsync(life, later);
            life.Kill();
            await life.EndAsync();
        }

        var issued = await ExportAsync(site, "ndjson", later);
        Assert.Equal(2, issued.Count(line => Text(JsonElement.Parse(line), "item") == Item));
        await using var again = site.Start();
        Assert.Equal(first, await again.AskUntilAsync(Path(later), _ => true));
        Assert.Equal(issued, await ExportAsync(site, "ndjson", later));
        Assert.Equal(issued.Count + 1, (await ExportAsync(site, "csv", later)).Count);
        await site.VerifyAsync();
        using var wrong = await again.Http.GetAsync(new Uri("/v1/billing-reads?day=tomorrow", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static async Task AssertReadsAsync(ServiceProcess life, IEnumerable<SimulatedMeter> meters, DateOnly earlier, DateOnly later)
    {
        var (before, after) = (Reads(await life.AskUntilAsync(Path(earlier), answer => Snapshot(answer).GetProperty("actual").GetInt32() == 2)), Reads(await life.AskUntilAsync(Path(later), _ => true)));
        foreach (var meter in meters)
        {
            var (one, two) = (before.Single(read => IsOf(read, meter)), after.Single(read => IsOf(read, meter)));
            Assert.Equal(meter.RegisterAt(Item, Midnight(later)), Number(two, "value"));
            Assert.Equal((2, "actual", "dailyFreeze"), (two.GetProperty("branch").GetInt32(), Text(two, "state"), Text(two, "source")));
            Assert.Equal(Number(two, "value") - Number(one, "value"), Number(two, "consumption"));
            Assert.Equal(Text(one, "id"), Text(two, "since"));
        }
    }

    private static async Task AssertSameAgainAsync(ServiceProcess life, DateOnly day)
    {
        using HttpRequestMessage csv = new(HttpMethod.Get, new Uri(Path(day), UriKind.Relative));
        csv.Headers.Accept.Add(new("text/csv"));
        using var answer = await life.Http.SendAsync(csv);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("id,revision,replaces,meter,", lines[0], StringComparison.Ordinal);
        Assert.Equal("false", answer.Headers.GetValues("Amr-Complete").Single());
        using HttpRequestMessage known = new(HttpMethod.Get, new Uri(Path(day), UriKind.Relative));
        known.Headers.Accept.Add(new("text/csv"));
        known.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(answer.Headers.ETag!.Tag));
        using var same = await life.Http.SendAsync(known);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    private static async Task<IReadOnlyList<string>> ExportAsync(TestSite site, string format, DateOnly day)
    {
        var (exit, said, errors) = await Command.AmrAsync("ledger", "export", "--config", site.Folder, "--billing", "--day", Text(day), "--format", format);
        Assert.True(exit == 0, said + errors);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Configure(TestSite site, RunningDistrict district, DateOnly one, DateOnly other)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["lines"] = district.Lines.ToDictionary(line => line.Name, line => line.Uri + "?timeout=200ms"),
            ["plans"] = new { home = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] } } },
            ["billing"] = new { issueAfter = "0s", mostMissing = 0.1 },
        });
        site.Write("meters.csv", "meter,account,line,model,address,plan,reading_days\n" + string.Concat(district.Meters.Select(meter =>
            string.Create(CultureInfo.InvariantCulture, $"{meter.Id},A-{meter.Id},{meter.Line},{meter.Model},{meter.Address},home,{one.Day} {other.Day}\n"))));
    }

    private static District Houses() => new()
    {
        Name = "houses",
        Lines = [new() { Name = "riser", Wire = WireKind.Tcp, TurnRound = TimeSpan.FromMilliseconds(1), Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 3, FirstNumber = 301 }] }],
    };

    private static bool IsOf(JsonElement read, SimulatedMeter meter) => Text(read, "meter") == meter.Id && Text(read, "item") == Item;

    private static string Path(DateOnly day) => $"/v1/billing-reads?day={Text(day)}";

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));

    private static JsonElement Snapshot(string answer) => JsonElement.Parse(answer).GetProperty("snapshot");

    private static List<JsonElement> Reads(string answer) => [.. JsonElement.Parse(answer).GetProperty("reads").EnumerateArray()];

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement read, string name) => read.GetProperty(name).GetString();

    private static decimal Number(JsonElement read, string name) => decimal.Parse(Text(read, name)!, CultureInfo.InvariantCulture);
}
