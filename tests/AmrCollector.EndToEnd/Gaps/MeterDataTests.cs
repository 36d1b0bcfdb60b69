using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Billing;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Gaps;

/// <summary>What lies between meters and bills besides freezes: days of profiles, settlement registers, and rules that live on polled values.</summary>
public sealed class MeterDataTests
{
    private const string Id = "000000000001";
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    [NeedsFact("/bin/sh")]
    public async Task A_day_of_a_profile_reaches_billing_as_one_block_and_what_comes_late_as_its_next_revision()
    {
        using TestSite site = new();
        Configure(site, new Dictionary<string, string> { ["box"] = "tcp://127.0.0.1:1" }, $"{Id},box,dlt645-2007-1p,{Id},large\n");
        await ObserveAsync(site, "1-0:1.8.0", [.. Quarters().Where(quarter => quarter is < 40 or > 59)]);
        var books = Path.Combine(site.Folder, "books.db");
        FeedEntry first;
        await using (var life = site.Start())
        await using (ConsumerProcess.Start("--books", books, "--pull", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}")))
        {
            first = FeedEntry.OfPage(await life.AskUntilAsync("/v1/readings", page => FeedEntry.OfPage(page).Count == 1))[0];
            await Patience.UntilAsync(() => BookFile.Entries(books).Count == 1, () => life.Said);
            await life.TerminateAsync();
            await life.EndAsync();
        }

        Assert.Equal(("1-0:1.29.0", "profile", 1, 24m, Yesterday()), (first.Item, first.Source, first.Revision, first.Value, first.Instant));
        Assert.Contains("\"quality\":[[\"actual\",39],[\"substituted\",21],[\"actual\",36]]", first.Text, StringComparison.Ordinal);
        Assert.Equal(first.Text, BookFile.Entries(books).Single().Value);

        await ObserveAsync(site, "1-0:1.8.0", [.. Enumerable.Range(40, 20)]);
        await using (var life = site.Start())
        {
            await life.AskUntilAsync("/v1/readings", page => FeedEntry.OfPage(page).Count == 2);
            await life.TerminateAsync();
            await life.EndAsync();
        }

        var second = (await site.ExportAsync())[1];
        Assert.Equal((2, first.Id), (second.Revision, second.Replaces));
        Assert.Contains("\"quality\":[[\"actual\",96]]", second.Text, StringComparison.Ordinal);
        var (exit, csv, errors) = await Command.AmrAsync("ledger", "export", "--config", site.Folder, "--format", "csv");
        Assert.True(exit == 0 && csv.Contains(",15 0.25A 0.25A ", StringComparison.Ordinal), csv + errors);
        await site.VerifyAsync();
    }

    [NeedsFact("/bin/sh")]
    public async Task Settlement_registers_of_twelve_months_are_fetched_and_accounted_for_and_a_meter_that_stands_while_power_flows_is_held()
    {
        await using var district = await RunningDistrict.StartAsync(Houses(), TimeProvider.System);
        using TestSite site = new();
        var stuck = district.Meters.Single(meter => meter.Line == "stuck");
        stuck.Faults = new() { StuckSince = TimeProvider.System.GetUtcNow().AddDays(-5) };
        Configure(site, district.Lines.ToDictionary(line => line.Name, line => line.Uri.ToString()),
            string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},{(meter.Line == "stuck" ? "home" : "months")}\n")));
        await ObserveAsync(site, "1-0:16.7.0", [.. Quarters()], stuck.Id, _ => 2m);
        await using var life = site.Start();
        var months = await life.AskUntilAsync($"/v1/completeness?by=read&from={Yesterday().ToOffset(Zone).AddDays(-380):yyyy-MM-dd}&to={Yesterday().ToOffset(Zone).AddDays(1):yyyy-MM-dd}", answer => Rows(answer, "settlement") is [var row] && row.GetProperty("recovered").GetInt64() + row.GetProperty("have").GetInt64() >= 24);
        Assert.Equal((24, 0), (Rows(months, "settlement")[0].GetProperty("expected").GetInt64(), Rows(months, "settlement")[0].GetProperty("open").GetInt64()));

        var today = Yesterday().AddDays(1);
        await life.AskUntilAsync($"/v1/readings?meter={stuck.Id}&limit=1000", page => FeedEntry.OfPage(page).Any(entry => entry.Instant == today && entry.Item == "1-0:1.8.0"));
        await life.TerminateAsync();
        await life.EndAsync();
        var entries = await site.ExportAsync();
        Assert.Equal(24, entries.Count(entry => entry.Source == "settlement" && entry.Item == "1-0:1.8.0"));
        Assert.All(entries.Where(entry => entry.Source == "settlement"), entry => Assert.Equal((1, TimeSpan.Zero), (entry.Instant.ToOffset(Zone).Day, entry.Instant.ToOffset(Zone).TimeOfDay)));
        var held = entries.Single(entry => entry.Meter == stuck.Id && entry.Instant == today && entry.Item == "1-0:1.8.0").Text;
        Assert.Contains("\"V16_STOPPED\"", held, StringComparison.Ordinal);
        Assert.Contains("\"held\":true", held, StringComparison.Ordinal);
        await site.VerifyAsync();
    }

    private static void Configure(TestSite site, Dictionary<string, string> lines, string meters)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["lines"] = lines,
            ["gaps"] = new { estimateEvery = "1s" },
            ["plans"] = new
            {
                large = new object[] { new { every = "15m", read = (string[])["profile"] } },
                months = new object[] { new { at = "00:30", read = (string[])["settlement"] } },
                home = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] }, new { every = "6h", read = (string[])["status"] } },
            },
        });
        site.Write("meters.csv", TestSite.Header + meters);
    }

    private static District Houses() => new()
    {
        Name = "houses",
        Lines = [Line("months", 2, 1), Line("stuck", 1, 11)],
    };

    private static LinePlan Line(string name, int count, long first) => new()
    {
        Name = name,
        Wire = WireKind.Tcp,
        TurnRound = TimeSpan.FromMilliseconds(1),
        Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = count, FirstNumber = first, Load = AmrCollector.Simulator.Loads.LoadKind.Household }],
    };

    /// <summary>What a collector had polled yesterday, as its own store keeps it.</summary>
    private static async Task ObserveAsync(TestSite site, string item, IReadOnlyList<int> quarters, string meter = Id, Func<int, decimal>? value = null)
    {
        using ObservationStore store = new(Path.Combine(site.Folder, "data"), TimeSpan.FromDays(400), TimeProvider.System);
        store.Add([.. quarters.Select(quarter => new Observation(new(meter), ObisCode.Parse(item), Yesterday().AddMinutes(15 * quarter), value?.Invoke(quarter) ?? 100m + (quarter * 0.25m), item.EndsWith("16.7.0", StringComparison.Ordinal) ? Unit.Kilowatt : Unit.KilowattHour))]);
        using CancellationTokenSource stop = new();
        var run = store.RunAsync(e => throw e, stop.Token);
        await stop.CancelAsync();
        await run;
    }

    private static IEnumerable<int> Quarters() => Enumerable.Range(0, 97);

    private static DateTimeOffset Yesterday() => new DateTimeOffset(TimeProvider.System.GetUtcNow().ToOffset(Zone).Date.AddDays(-1), Zone).ToUniversalTime();

    private static List<JsonElement> Rows(string answer, string read) =>
        [.. JsonElement.Parse(answer).GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("read").GetString() == read)];
}
