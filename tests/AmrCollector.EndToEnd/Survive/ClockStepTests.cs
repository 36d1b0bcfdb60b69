using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Control;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Ledger;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>The wall clock of a running service is set by an hour and by a year, forward and back, though its kernel calls it synchronised.</summary>
public sealed class ClockStepTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [NeedsFact("gcc")]
    public Task A_step_of_an_hour_stalls_nothing_sets_no_meter_and_misdates_no_reading() => StepAsync(Hour);

    [NeedsFact("gcc")]
    [Trait("Duration", "Long")]
    public Task Steps_of_an_hour_and_of_a_year_stall_nothing_set_no_meter_and_misdate_no_reading() => StepAsync(Hour, -Hour, Year, -Year);

    [NeedsFact("gcc")]
    public async Task A_step_that_the_meters_confirm_is_followed()
    {
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Houses(zone.Offset), TimeProvider.System);
        foreach (var meter in district.Meters) meter.Faults = meter.Faults with { ClockOff = Hour };
        using TestSite site = new();
        Configure(site, district, zone.Name);
        var clock = await SteppedClock.CreateAsync(site.Folder);
        await using var service = site.Start(clock.Environment);
        await service.AskUntilAsync("/v1/status", answer => Measured(answer) == district.Meters.Count);
        clock.StandAt(Hour);
        var later = TimeProvider.System.GetUtcNow() + (Hour / 2);
        await service.AskUntilAsync("/v1/readings?limit=10000", page => FeedEntry.OfPage(page).Any(entry => entry.ReadAt > later));
        Assert.Contains("was moved by +3600", service.Said, StringComparison.Ordinal);
        Assert.All(district.Meters, meter => Assert.InRange(OffBy(meter, zone.Offset), 3595, 3605));
    }

    private async Task StepAsync(params TimeSpan[] steps)
    {
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Houses(zone.Offset), TimeProvider.System);
        using TestSite site = new();
        Configure(site, district, zone.Name);
        var clock = await SteppedClock.CreateAsync(site.Folder);
        var began = TimeProvider.System.GetUtcNow();
        await using (var service = site.Start(clock.Environment))
        {
            await GoesOnAsync(service, TimeSpan.Zero);
            foreach (var step in steps)
            {
                clock.StandAt(step);
                await GoesOnAsync(service, step);
                clock.StandAt(TimeSpan.Zero);
                await GoesOnAsync(service, TimeSpan.Zero);
            }

            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        Assert.All(district.Meters, meter => Assert.InRange(OffBy(meter, zone.Offset), 0, 5));
        using (var log = OperationLog.Open(Path.Combine(site.Folder, "data"), TimeProvider.System)) Assert.Empty(log.Last(10));
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{steps.Length} steps and back: {ledger.Count} entries from {began:T} on, none of them misdated, no meter set");
        Assert.All(ledger, entry => Assert.InRange(entry.ReadAt, began.AddSeconds(-1), TimeProvider.System.GetUtcNow()));
        Assert.All(ledger, entry => Assert.InRange(entry.Instant, began.AddSeconds(-5), TimeProvider.System.GetUtcNow().AddSeconds(5)));
    }

    /// <summary>Waits until every meter was read again and the alarm stands, or is gone.</summary>
    private static async Task GoesOnAsync(ServiceProcess service, TimeSpan step)
    {
        var before = Answered(await service.AskUntilAsync("/v1/lines/riser", _ => true));
        await service.AskUntilAsync("/v1/lines/riser", answer => Answered(answer) > before + 12);
        await service.AskUntilAsync("/v1/status", answer => Measured(answer) == 3);
        var sign = string.Create(CultureInfo.InvariantCulture, $"moved by {(step < TimeSpan.Zero ? "-" : "+")}{step.Duration().TotalSeconds:0}.");
        await service.AskUntilAsync("/v1/alarms", answer => step == TimeSpan.Zero ? !answer.Contains("moved by", StringComparison.Ordinal) : answer.Contains(sign, StringComparison.Ordinal));
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
        site.Write("meters.csv", "meter,line,model,address,plan,allow\n" + string.Concat(district.Meters.Select(meter => $"{meter.Id},{meter.Line},{meter.Model},{meter.Address},home,clock\n")));
    }

    private static long Answered(string line) => JsonElement.Parse(line).GetProperty("answered").GetInt64();

    private static int Measured(string status) => JsonElement.Parse(status).GetProperty("clocks").GetProperty("measured").GetInt32();

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
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 3, FirstNumber = 801 }],
            },
        ],
    };
}
