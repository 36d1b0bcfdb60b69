using System.Globalization;
using System.Text.Json;
using AmrCollector.Billing;
using AmrCollector.EndToEnd.Control;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>A box whose battery is dead starts with a clock a year off, beside meters whose clocks are right and a ledger that ends today.</summary>
public sealed class WrongStartTests(ITestOutputHelper output)
{
    private const int Meters = 3; // too few to outvote anybody
    private const int LessThanAYear = Meters * 300; // of slots, one a day and meter
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [NeedsFact("gcc")]
    public Task A_service_started_a_year_ahead_goes_by_nothing_of_it_says_so_and_goes_on_once_it_is_right() => StartAsync(Year);

    [NeedsFact("gcc")]
    [Trait("Duration", "Long")]
    public Task A_service_started_a_year_behind_goes_by_nothing_of_it_says_so_and_goes_on_once_it_is_right() => StartAsync(-Year);

    [NeedsFact("gcc")]
    [Trait("Duration", "Long")]
    public Task A_first_start_of_all_a_year_ahead_begins_on_the_right_day_once_it_is_known() => StartFirstAsync(Year);

    [NeedsFact("gcc")]
    [Trait("Duration", "Long")]
    public Task A_first_start_of_all_a_year_behind_begins_on_the_right_day_once_it_is_known() => StartFirstAsync(-Year);

    private async Task StartFirstAsync(TimeSpan off)
    {
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Houses(zone.Offset), TimeProvider.System);
        using TestSite site = new();
        Configure(site, district, zone.Name);
        var clock = await SteppedClock.CreateAsync(site.Folder);
        clock.StandAt(off);
        var began = TimeProvider.System.GetUtcNow();
        await using (var service = site.Start(clock.Environment))
        {
            await service.AskUntilAsync("/v1/alarms", alarms => alarms.Contains("meters tell the same other day than the host's clock", StringComparison.Ordinal));
            var answered = Answered(await service.AskUntilAsync("/v1/lines/riser", _ => true));
            await service.AskUntilAsync("/v1/lines/riser", answer => Answered(answer) > answered + (6 * Meters));
            Assert.Empty(FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true)));

            clock.StandAt(TimeSpan.Zero);
            await service.AskUntilAsync("/v1/status", answer => Clocks(answer).GetProperty("trusted").GetBoolean() && JsonElement.Parse(answer).GetProperty("backlog").GetInt64() == 0);
            await service.AskUntilAsync(BilledDay(), answer => answer.Contains("\"state\":\"actual\"", StringComparison.Ordinal));
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        Assert.All(district.Meters, meter => Assert.InRange(OffBy(meter, zone.Offset), 0, 5));
        await site.VerifyAsync();
        AssertRight(site, began, await site.ExportAsync());
        var (expected, lost) = Slots(site);
        output.WriteLine($"{off.TotalDays:0} d: {expected} slots expected, {lost} lost");
        Assert.InRange(expected, Meters * 60, Meters * 60 + LessThanAYear);
        Assert.Equal(0, lost);
    }

    private async Task StartAsync(TimeSpan off)
    {
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Houses(zone.Offset), TimeProvider.System);
        using TestSite site = new();
        Configure(site, district, zone.Name);
        var clock = await SteppedClock.CreateAsync(site.Folder);
        var began = TimeProvider.System.GetUtcNow();
        var before = await FirstLifeAsync(site, clock);

        clock.StandAt(off);
        int stored;
        await using (var service = site.Start(clock.Environment))
        {
            var answered = Answered(await service.AskUntilAsync("/v1/lines/riser", answer => Answered(answer) > 5 * Meters));
            var status = await service.AskUntilAsync("/v1/status", answer => Clocks(answer).GetProperty("measured").GetInt32() == Meters);
            var why = $"365 d {(off > TimeSpan.Zero ? "after" : "before")} the time when the collector ran last";
            Assert.False(Clocks(status).GetProperty("trusted").GetBoolean());
            Assert.Contains(why, Clocks(status).GetProperty("why").GetString(), StringComparison.Ordinal);
            await service.AskUntilAsync("/v1/alarms", alarms => alarms.Contains(why, StringComparison.Ordinal));
            await service.AskUntilAsync("/v1/lines/riser", answer => Answered(answer) > answered + (6 * Meters)); // it stalls nothing
            var (exit, said, errors) = await Command.AmrAsync("status", "--config", site.Folder);
            Assert.Contains("the collector's own is not trusted", said + errors, StringComparison.Ordinal);
            Assert.True(exit is 0 or 1, said + errors);
            stored = FeedEntry.OfPage(await service.AskUntilAsync("/v1/readings?limit=10000", _ => true)).Count;

            clock.StandAt(TimeSpan.Zero);
            await service.AskUntilAsync("/v1/status", answer => Clocks(answer).GetProperty("trusted").GetBoolean());
            await service.AskUntilAsync("/v1/alarms", alarms => !alarms.Contains(why, StringComparison.Ordinal));
            await service.AskUntilAsync("/v1/readings?limit=10000", page => FeedEntry.OfPage(page).Count >= stored + (2 * 5 * Meters));
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        Assert.All(district.Meters, meter => Assert.InRange(OffBy(meter, zone.Offset), 0, 5));
        using (var log = OperationLog.Open(Path.Combine(site.Folder, "data"), TimeProvider.System)) Assert.Empty(log.Last(10));
        await site.VerifyAsync();
        await HoldsAsync(site, began, before);
        output.WriteLine($"{off.TotalDays:0} d: {before.Entries} entries before, {stored} while it was wrong");
    }

    /// <summary>The right clock: everything that the meters remember is fetched, billed and accounted for.</summary>
    private static async Task<(int Entries, int Billed, long Expected, long Lost)> FirstLifeAsync(TestSite site, SteppedClock clock)
    {
        await using (var service = site.Start(clock.Environment))
        {
            await service.AskUntilAsync("/v1/status", answer => Clocks(answer).GetProperty("measured").GetInt32() == Meters && JsonElement.Parse(answer).GetProperty("backlog").GetInt64() == 0);
            await service.AskUntilAsync(BilledDay(), answer => answer.Contains("\"state\":\"actual\"", StringComparison.Ordinal));
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        var (expected, lost) = Slots(site);
        return ((await site.ExportAsync()).Count, Billed(site).Count, expected, lost);
    }

    private static async Task HoldsAsync(TestSite site, DateTimeOffset began, (int Entries, int Billed, long Expected, long Lost) before)
    {
        var ledger = await site.ExportAsync();
        Assert.True(ledger.Count > before.Entries);
        Assert.Equal(before.Billed, Billed(site).Count);
        AssertRight(site, began, ledger);
        var (expected, lost) = Slots(site);
        Assert.InRange(expected, before.Expected, before.Expected + LessThanAYear);
        Assert.Equal(before.Lost, lost);
    }

    /// <summary>Nothing is dated, estimated or billed by a clock that was wrong.</summary>
    private static void AssertRight(TestSite site, DateTimeOffset began, IReadOnlyList<FeedEntry> ledger)
    {
        var now = TimeProvider.System.GetUtcNow();
        Assert.DoesNotContain(ledger, entry => entry.Source == "estimate");
        Assert.All(ledger, entry => Assert.InRange(entry.Instant, began.AddDays(-70), now.AddSeconds(5)));
        Assert.All(ledger.Where(entry => entry.Source == "current"), entry => Assert.InRange(entry.ReadAt, began.AddSeconds(-1), now));
        Assert.Equal(ledger.Count, ledger.DistinctBy(entry => (entry.Key, entry.Revision)).Count());
        Assert.NotEmpty(Billed(site));
        Assert.All(Billed(site), read => Assert.True(read.DueAt <= now && read.State == BillingState.Actual, $"{read.Day} {read.State}"));
    }

    private static (long Expected, long Lost) Slots(TestSite site)
    {
        using var gaps = GapReader.Open(Path.Combine(site.Folder, "data"))!;
        var totals = gaps.Totals(TimeProvider.System.GetUtcNow()).Single();
        return (totals.Expected, totals.Filled.Where(slots => slots.Key.IsLost()).Sum(slots => slots.Value));
    }

    private static IReadOnlyList<BillingRead> Billed(TestSite site)
    {
        using var book = BillingReader.Open(site.Ledger)!;
        return book.Issued(0, null, 100_000);
    }

    private static string BilledDay()
    {
        var month = TimeProvider.System.GetUtcNow().AddDays(-2).ToOffset(TimeSpan.FromHours(8));
        return string.Create(CultureInfo.InvariantCulture, $"/v1/billing-reads?day={month:yyyy-MM}-01");
    }

    private static void Configure(TestSite site, RunningDistrict district, string zone)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["timeZone"] = zone,
            ["clock"] = new { sync = "meter", after = "60s", trust = "meters" },
            ["gaps"] = new { estimateAfter = "1h", estimateEvery = "1s" },
            ["billing"] = new { issueAfter = "0s" },
            ["lines"] = district.Lines.ToDictionary(line => line.Name, line => line.Uri),
            ["plans"] = new { home = new object[] { new { every = "1s", read = (string[])["clock", "current"] }, new { at = "00:10", read = (string[])["dailyFreeze"] } } },
        });
        site.Write("meters.csv", "meter,account,line,model,address,plan,allow,reading_days\n" + string.Concat(district.Meters.Select(meter =>
            $"{meter.Id},A-{meter.Id},{meter.Line},{meter.Model},{meter.Address},home,clock,1\n")));
    }

    private static long Answered(string line) => JsonElement.Parse(line).GetProperty("answered").GetInt64();

    private static JsonElement Clocks(string status) => JsonElement.Parse(status).GetProperty("clocks");

    private static double OffBy(SimulatedMeter meter, TimeSpan zone)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (meter.ClockAt(now) - (now.UtcDateTime + zone)).Duration().TotalSeconds;
    }

    private static District Houses(TimeSpan zone) => new()
    {
        Name = "houses",
        UtcOffset = zone,
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = WireKind.Tcp,
                TurnRound = TimeSpan.FromMilliseconds(1),
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = Meters, FirstNumber = 811 }],
            },
        ],
    };
}
