using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Orders;

/// <summary>A meter is exchanged on the wall, and the fitter's slip comes later.</summary>
public sealed class ExchangeTests
{
    private const string Key = "an operator's key of the test site";

    [Fact]
    public async Task A_late_exchange_order_revises_what_was_refused_and_the_sum_is_what_both_meters_counted()
    {
        await using var district = await RunningDistrict.StartAsync(TwoMeters(), TimeProvider.System);
        using TestSite site = new();
        site.Write("keys.json", KeyFileText.With(("operator", "operate", Key)));
        site.Write("operator.key", Key);
        site.Configure(district, "1s", ("http", new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}"), keysFile = "keys.json" }));
        var (high, low) = (district.Meters[0], district.Meters[1]);
        if (Shows(high, "1-0:1.8.0") < Shows(low, "1-0:1.8.0")) (high, low) = (low, high);
        var (id, address) = (high.Id, high.Address);
        site.Write("meters.csv", TestSite.Header + $"{id},{high.Line},{high.Model},{address},all\n");

        await using var service = site.Start();
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await service.AskUntilAsync($"/v1/readings?limit=2000&meter={id}", page => page.Contains("\"current\"", StringComparison.Ordinal));
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"backlog\":0", StringComparison.Ordinal)); // or the new meter is asked for the old one's days
        high.Faults = new() { Silent = true };
        var at = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1); // after the second of the last answer
        await Task.Delay(at.AddMilliseconds(50) - TimeProvider.System.GetUtcNow(), TimeProvider.System);
        low.Faults = new() { Address = address };
        await service.AskUntilAsync($"/v1/readings?limit=2000&meter={id}", page => Rejects(page) >= 9);

        var items = Entries(await PageAsync(service, id)).Where(entry => entry.GetProperty("kind").GetString() == "cumulative").Select(entry => entry.GetProperty("item").GetString()!).Distinct().ToList();
        var rows = items.Select(item => string.Create(CultureInfo.InvariantCulture, $"exchange,{id},{at:O},WO-7781,{item},{Final(high, item, at)},{Final(low, item, at)},{low.Id}\n"));
        site.Write("orders.csv", "kind,meter,at,ref,item,final,start,new_number\n" + string.Concat(rows));
        var file = Path.Combine(site.Folder, "orders.csv");

        var (exit, output, errors) = await Command.AmrAsync("order", "import", file, "--service", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}"));
        Assert.True(exit == 1 && errors.Contains("key", StringComparison.Ordinal), output + errors);
        string[] keyed = ["--config", site.Folder, "--key-file", Path.Combine(site.Folder, "operator.key")];
        (exit, output, errors) = await Command.AmrAsync(["order", "import", file, "--dry-run", .. keyed]);
        Assert.True(exit == 0 && output.Contains("reject -> accept", StringComparison.Ordinal), output + errors);
        (exit, output, errors) = await Command.AmrAsync(["order", "import", file, .. keyed]);
        Assert.True(exit == 0 && output.Contains("1 entered", StringComparison.Ordinal), output + errors);
        (exit, output, errors) = await Command.AmrAsync(["order", "import", file, .. keyed]);
        Assert.True(exit == 0 && output.Contains("0 entered, 1 known before", StringComparison.Ordinal), output + errors);

        var entries = Entries(await PageAsync(service, id));
        Assert.Contains(entries, entry => entry.GetProperty("rules").EnumerateArray().Any(rule => rule.GetString() == "V13_METER_EXCHANGE"));
        Assert.Contains(entries, entry => entry.GetProperty("replaces").GetString() is not null);
        foreach (var item in items) AssertSum(entries, item, Final(high, item, at), Final(low, item, at));

        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
    }

    [Fact]
    public async Task Faulty_orders_are_refused_by_row_and_column_and_a_request_is_filed_once()
    {
        await using var district = await RunningDistrict.StartAsync(TwoMeters(), TimeProvider.System);
        using TestSite site = new();
        site.Write("keys.json", KeyFileText.With(("operator", "operate", Key)));
        site.Configure(district, "1h", ("http", new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}"), keysFile = "keys.json" }));
        var id = district.Meters[0].Id;
        await using (var service = site.Start())
        {
            service.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
            await service.AskUntilAsync("/v1/orders", page => page.Contains("orders", StringComparison.Ordinal));
            using StringContent csv = new($"kind,meter,at,final,start,ct\nexchange,{id},2026-01-05 10:30,7299.57,,\nratioChange,nobody,yesterday,1,,30\n");
            csv.Headers.ContentType = new("text/csv");
            using var refused = await service.Http.PostAsync(new Uri("/v1/orders", UriKind.Relative), csv);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
            Assert.Equal([(2, "start"), (3, "at")], problem.GetProperty("faults").EnumerateArray().Select(fault => (fault.GetProperty("row").GetInt32(), fault.GetProperty("column").GetString()!)));

            var order = new { orders = new[] { new { kind = "ratioChange", meter = id, at = "2026-01-05T10:30:00+08:00", ct = "30", registers = new[] { new { item = "1-0:1.8.0", final = "12.50" } } } } };
            var (first, again) = (await EnterAsync(service, order, "one"), await EnterAsync(service, order, "one"));
            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, again.Status));
            Assert.Equal(first.Id, again.Id);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await EnterAsync(service, new { orders = new[] { new { kind = "cutOff", meter = id, at = "2026-01-05T10:30:00+08:00" } } }, "one")).Status);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        // The list may follow the order, and nothing else.
        site.Write("meters.csv", "meter,line,model,address,plan,ct\n" + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},all,{(meter.Id == id ? 40 : 1)}\n")));
        await using (var other = site.Start()) Assert.Equal(3, await other.EndAsync());
        site.Write("meters.csv", "meter,line,model,address,plan,ct\n" + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},all,{(meter.Id == id ? 30 : 1)}\n")));
        await using var followed = site.Start();
        followed.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await followed.AskUntilAsync("/v1/orders", page => page.Contains("O-1", StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Status, string Id)> EnterAsync<T>(ServiceProcess service, T orders, string key)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/v1/orders", UriKind.Relative)) { Content = JsonContent.Create(orders) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await service.Http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.TryGetProperty("entered", out var entered) ? entered[0].GetProperty("id").GetString()! : "");
    }

    /// <summary>What is billed of the register runs from its first reading to the old meter's last number, and from the new one's first on.</summary>
    private static void AssertSum(List<JsonElement> entries, string item, decimal final, decimal start)
    {
        var leaves = Leaves(entries.Where(entry => entry.GetProperty("item").GetString() == item)).Where(entry => entry.GetProperty("verdict").GetString() != "reject").OrderBy(entry => entry.GetProperty("instant").GetDateTimeOffset()).ToList();
        Assert.All(leaves, entry => Assert.False(entry.GetProperty("held").GetBoolean(), entry.ToString()));
        var billed = leaves.Sum(entry => entry.GetProperty("consumption") is { ValueKind: JsonValueKind.Object } consumption ? Number(consumption, "value") : 0);
        Assert.Equal(final - Number(leaves[0], "value") + Number(leaves[^1], "value") - start, billed);
    }

    private static List<JsonElement> Leaves(IEnumerable<JsonElement> entries)
    {
        var all = entries.ToList();
        var replaced = all.Select(entry => entry.GetProperty("replaces").GetString()).OfType<string>().ToHashSet();
        return [.. all.Where(entry => !replaced.Contains(entry.GetProperty("id").GetString()!))];
    }

    private static decimal Number(JsonElement json, string name) => decimal.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static int Rejects(string page) => page.Split("\"verdict\":\"reject\"").Length - 1;

    private static Task<JsonElement> PageAsync(ServiceProcess service, string meter) => service.Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/readings?limit=10000&meter={meter}", UriKind.Relative));

    private static List<JsonElement> Entries(JsonElement page) => [.. page.GetProperty("entries").EnumerateArray()];

    private static decimal Shows(SimulatedMeter meter, string item) => meter.RegisterAt(item, TimeProvider.System.GetUtcNow());

    private static decimal Final(SimulatedMeter meter, string item, DateTimeOffset at) => meter.RegisterAt(item, at);

    private static District TwoMeters() => new()
    {
        Name = "wall",
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = WireKind.Tcp,
                TurnRound = TimeSpan.FromMilliseconds(1),
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 301 }],
            },
        ],
    };
}
