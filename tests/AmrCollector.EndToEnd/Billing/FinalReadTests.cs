using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Billing;

/// <summary>Somebody moves out and somebody else in: the meter is asked at both moments and once more, and each pays to the reading of his own.</summary>
public sealed class FinalReadTests
{
    private const string Item = "1-0:1.8.0";
    private const string Key = "an operator's key of the test site";

    [Fact]
    [Trait("Duration", "Long")]
    public async Task A_move_asks_the_meter_until_two_readings_confirm_it_and_closes_one_account_and_opens_the_other()
    {
        await using var district = await RunningDistrict.StartAsync(House(), TimeProvider.System);
        using TestSite site = new();
        var meter = district.Meters[0];
        var readingDay = DayOf(TimeProvider.System.GetUtcNow()).AddDays(-5);
        Configure(site, district, readingDay);
        await using var service = site.Start();
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await service.AskUntilAsync(Path(readingDay), answer => Read(answer, "readingDay") is not null); // its freezes are there: nothing else is planned today

        var moved = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 2);
        if (DayOf(moved) != DayOf(moved.AddSeconds(20))) moved = moved.AddSeconds(40); // both on one day
        var (left, came) = (moved, moved.AddSeconds(20));
        await EnterAsync(service, meter.Id, left, came);
        var day = DayOf(left);
        await service.AskUntilAsync(Path(day), answer => Read(answer, "vacancy") is not null); // asked at both moments
        var page = await service.AskUntilAsync(Path(day), answer => Read(answer, "accountChange") is not null); // and a minute after
        var (before, final, opening) = (Read(await service.Http.GetStringAsync(new Uri(Path(readingDay), UriKind.Relative)), "readingDay")!.Value, Read(page, "vacancy")!.Value, Read(page, "accountChange")!.Value);

        var current = (await CurrentAsync(service, meter.Id)).OrderBy(entry => entry.GetProperty("instant").GetDateTimeOffset()).ToList();
        Assert.True(current.Count(entry => entry.GetProperty("instant").GetDateTimeOffset() >= came) >= 2, page); // asked, though no plan reads it
        foreach (var (read, at) in ((JsonElement, DateTimeOffset)[])[(final, left), (opening, came)])
        {
            var entry = Assert.Single(current, one => Text(one, "id") == read.GetProperty("entries")[0].GetString());
            Assert.Equal(("actual", 5, "current"), (Text(read, "state"), read.GetProperty("branch").GetInt32(), Text(read, "source")));
            Assert.Equal((Text(entry, "value"), Text(entry, "instant")), (Text(read, "value"), Text(read, "instant")));
            Assert.True(Number(read, "value") >= meter.RegisterAt(Item, (at < entry.GetProperty("instant").GetDateTimeOffset() ? at : entry.GetProperty("instant").GetDateTimeOffset()).AddSeconds(-1)), read.ToString());
            Assert.True(Number(read, "value") <= meter.RegisterAt(Item, entry.GetProperty("instant").GetDateTimeOffset().AddSeconds(1)), read.ToString());
        }

        Assert.Equal(("A-1", Text(before, "id")), (Text(final, "account"), Text(final, "since")));
        Assert.Equal(Number(final, "value") - Number(before, "value"), Number(final, "consumption"));
        Assert.Equal(Text(final, "id"), Text(opening, "since"));
        Assert.Equal(Number(opening, "value") - Number(final, "value"), Number(opening, "consumption")); // what the empty flat used is its own line

        var exported = await ExportAsync(site, day);
        Assert.Equal([Text(final, "id"), Text(opening, "id")], exported.Where(read => Text(read, "item") == Item && Text(read, "cause") is "vacancy" or "accountChange").OrderBy(read => read.GetProperty("dueAt").GetDateTimeOffset()).Select(read => Text(read, "id")));
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
    }

    private static async Task EnterAsync(ServiceProcess service, string meter, DateTimeOffset left, DateTimeOffset came)
    {
        object[] orders =
        [
            new { kind = "vacancy", meter, at = left.ToString("O", CultureInfo.InvariantCulture), until = came.ToString("O", CultureInfo.InvariantCulture) },
            new { kind = "account", meter, at = came.ToString("O", CultureInfo.InvariantCulture), account = "A-2" },
        ];
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/v1/orders", UriKind.Relative)) { Content = JsonContent.Create(new { orders }) };
        request.Headers.Add("Idempotency-Key", "the move");
        using var answer = await service.Http.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static void Configure(TestSite site, RunningDistrict district, DateOnly readingDay)
    {
        site.Write("keys.json", KeyFileText.With(("operator", "operate", Key)));
        site.Configure(new Dictionary<string, object>
        {
            ["http"] = new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}"), keysFile = "keys.json" },
            ["lines"] = district.Lines.ToDictionary(line => line.Name, line => line.Uri),
            ["plans"] = new { home = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] } } },
            ["billing"] = new { issueAfter = "0s" },
        });
        site.Write("meters.csv", "meter,account,line,model,address,plan,reading_days\n" + string.Concat(district.Meters.Select(meter =>
            string.Create(CultureInfo.InvariantCulture, $"{meter.Id},A-1,{meter.Line},{meter.Model},{meter.Address},home,{readingDay.Day}\n"))));
    }

    private static async Task<List<JsonElement>> CurrentAsync(ServiceProcess service, string meter)
    {
        var page = await service.Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/readings?limit=10000&meter={meter}&item={Item}", UriKind.Relative));
        return [.. page.GetProperty("entries").EnumerateArray().Where(entry => Text(entry, "source") == "current")];
    }

    private static async Task<IReadOnlyList<JsonElement>> ExportAsync(TestSite site, DateOnly day)
    {
        var (exit, said, errors) = await Command.AmrAsync("ledger", "export", "--config", site.Folder, "--billing", "--day", Text(day), "--format", "ndjson");
        Assert.True(exit == 0, said + errors);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private static JsonElement? Read(string answer, string cause) => JsonElement.Parse(answer).GetProperty("reads").EnumerateArray()
        .Where(read => Text(read, "item") == Item && Text(read, "cause") == cause && Text(read, "state") == "actual").Select(read => (JsonElement?)read).FirstOrDefault();

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(8)).DateTime);

    private static string Path(DateOnly day) => $"/v1/billing-reads?day={Text(day)}";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement read, string name) => read.GetProperty(name).GetString();

    private static decimal Number(JsonElement read, string name) => decimal.Parse(Text(read, name)!, CultureInfo.InvariantCulture);

    private static District House() => new()
    {
        Name = "house",
        Lines = [new() { Name = "riser", Wire = WireKind.Tcp, TurnRound = TimeSpan.FromMilliseconds(1), Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 1, FirstNumber = 301 }] }],
    };
}
