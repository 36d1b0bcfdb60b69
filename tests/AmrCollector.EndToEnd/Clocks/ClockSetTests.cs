using System.Text.Json;
using AmrCollector.EndToEnd.Control;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Ledger;
using AmrCollector.Observations;
using AmrCollector.Polling.Clocks;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Clocks;

/// <summary>The service sets the clock of a meter by itself. The machine of a test need not be synchronised: a library loaded ahead answers for its kernel.</summary>
public sealed class ClockSetTests
{
    private const int Off = -100;

    [NeedsFact("gcc")]
    public async Task A_meter_that_is_off_is_set_once_confirmed_recorded_and_its_readings_are_marked_and_one_that_does_not_grant_it_is_left_alone()
    {
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Houses(zone.Offset), TimeProvider.System);
        foreach (var meter in district.Meters) meter.Faults = meter.Faults with { ClockOff = TimeSpan.FromSeconds(Off) };
        var (granted, other) = (district.Meters[0], district.Meters[1]);
        using TestSite site = new();
        Configure(site, district, zone.Name);
        await using var service = site.Start(("LD_PRELOAD", await KernelAsync(site.Folder)));

        var events = await service.AskUntilAsync("/v1/events", answer => answer.Contains("clockSet", StringComparison.Ordinal));
        Assert.Matches(@"Its clock was set at [^:]+:\d\d:\d\d UTC: -(99|100|101)\.\d s before, .\d\.\d s after", events);
        await service.AskUntilAsync($"/v1/readings?meter={granted.Id}&limit=1000", page => FeedEntry.OfPage(page).Any(entry => entry.Text.Contains("\"quality\":\"2.1.9\"", StringComparison.Ordinal)));
        Assert.InRange(OffBy(granted, zone.Offset), 0, 5);
        Assert.InRange(OffBy(other, zone.Offset), 95, 105);

        await service.AskUntilAsync($"/v1/meters/{granted.Id}", answer => Math.Abs(Clock(answer).GetProperty("offsetSeconds").GetDecimal()) < 5);
        Assert.InRange(Clock(await service.AskUntilAsync($"/v1/meters/{other.Id}", _ => true)).GetProperty("offsetSeconds").GetDecimal(), -105, -95);
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        using (var log = OperationLog.Open(Path.Combine(site.Folder, "data"), TimeProvider.System))
        {
            var operations = log.Last(100);
            Assert.All(operations, operation => Assert.Equal(("collector", "clock", granted.Id), (operation.Who, operation.Permission, operation.Meter)));
            Assert.Equal(["asked", "Its clock was set at"], operations.Select(operation => operation.Outcome == "asked" ? "asked" : operation.Outcome[..20])); // once, and confirmed by reading back
        }

        using (ObservationStore kept = new(Path.Combine(site.Folder, "data"), TimeSpan.FromDays(400), TimeProvider.System))
        {
            var offsets = kept.Series(new(granted.Id), ClockItem.Offset, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
            Assert.InRange(offsets[0].Value, -105, -95);
            Assert.InRange(offsets[^1].Value, -5, 5);
        }

        AssertMarked(site, granted.Id);
        await site.VerifyAsync();
    }

    [NeedsFact("/bin/sh")]
    public async Task While_the_kernel_does_not_call_its_clock_synchronised_no_meter_is_set_and_an_alarm_says_so()
    {
        if (AmrCollector.Lines.HostClock.IsSynchronised() != false) return; // this machine's kernel does
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Houses(zone.Offset), TimeProvider.System);
        foreach (var meter in district.Meters) meter.Faults = meter.Faults with { ClockOff = TimeSpan.FromSeconds(Off) };
        using TestSite site = new();
        Configure(site, district, zone.Name);
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/alarms", answer => answer.Contains("clockUntrusted", StringComparison.Ordinal) && answer.Contains("no meter is set", StringComparison.Ordinal));
        var line = await service.AskUntilAsync("/v1/lines/riser", answer => JsonElement.Parse(answer).GetProperty("answered").GetInt64() > 40);
        Assert.Contains("\"answering\":2", line, StringComparison.Ordinal);
        Assert.InRange(OffBy(district.Meters[0], zone.Offset), 95, 105);
    }

    /// <summary>Each register has a reading that says so, of that meter alone, and only the few around the change.</summary>
    private static void AssertMarked(TestSite site, string meter)
    {
        using var ledger = SqliteLedger.Open(site.Ledger, TimeProvider.System);
        using var reader = ledger.OpenReader();
        var all = reader.ReadAfter(0, 100_000, EntryFilter.All).Entries;
        var marked = all.Where(entry => entry.Draft.Verdict.Why.Contains("Its clock", StringComparison.Ordinal)).ToList(); // was set, or while nobody knew yet: may have been
        Assert.NotEmpty(marked);
        Assert.All(marked, entry => Assert.Equal((meter, "2.1.9", true), (entry.Draft.Meter.Id.Value, entry.Draft.Verdict.Quality, entry.Draft.Verdict.Rules.Contains("V04_CLOCK"))));
        Assert.Equal(marked.DistinctBy(entry => entry.Draft.Item).Count(), all.Where(entry => entry.Draft.Meter.Id.Value == meter).DistinctBy(entry => entry.Draft.Item).Count());
        Assert.InRange(marked.Max(entry => entry.Draft.Instant) - marked.Min(entry => entry.Draft.Instant), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static void Configure(TestSite site, RunningDistrict district, string zone)
    {
        site.Configure(new Dictionary<string, object>
        {
            ["timeZone"] = zone,
            ["clock"] = new { sync = "meter", after = "60s", trust = "meters" },
            ["lines"] = district.Lines.ToDictionary(line => line.Name, line => line.Uri),
            ["plans"] = new { home = new object[] { new { every = "1s", read = (string[])["clock", "current"] } } },
        });
        site.Write("meters.csv", "meter,line,model,address,plan,allow\n" + string.Concat(district.Meters.Select((meter, at) => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},home,{(at == 0 ? "clock" : "")}\n")));
    }

    /// <summary>Compiles what answers for the kernel; its path.</summary>
    private static async Task<string> KernelAsync(string folder)
    {
        var library = Path.Combine(folder, "kernel.so");
        var (exit, output) = await Command.RunAsync("gcc", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "Clocks", "synchronised_kernel.c"), "-ldl");
        Assert.True(exit == 0, output);
        return library;
    }

    private static JsonElement Clock(string meter) => JsonElement.Parse(meter).GetProperty("clockState");

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
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 701 }],
            },
        ],
    };
}
