using AmrCollector.Gaps;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Tests.Polling.Bus;
using AmrCollector.Tests.Support;
using NodaTime;

namespace AmrCollector.Tests.Polling.Profile;

/// <summary>
/// After an outage of three days: a running poller, simulated meters with and without a memory, and the account that knows what is missing. Field notes 3,
/// number 18: what the meter still has comes back, and what it does not have is asked for once.
/// </summary>
public sealed class RecoveryRunTests : IDisposable
{
    private const int OfBlockClass4 = 1 << 3;
    private static readonly DateTimeOffset Began = new(2026, 11, 18, 16, 0, 0, TimeSpan.Zero); // midnight in Shanghai
    private static readonly PlanEntry[] Plan = [RiserRun.Every("15m", "profile")];

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-recovery-").FullName;
    private readonly ManualTime _time = new(Began);
    private readonly List<(MeterId Meter, LocalDate Day, DateTimeOffset At)> _came = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Idle_bus_time_brings_back_every_quarter_hour_the_meters_hold_newest_day_first()
    {
        var (run, book) = AfterThreeDays(OfBlockClass4, new());
        using (book)
        {
            await run.RunAsync(TimeSpan.FromHours(1));
            using var account = GapReader.Open(_folder)!;
            book.Flush();
            var days = account.Count(Days, GapSplit.Day, _time.GetUtcNow());
            Assert.Equal([(96L, 96L, 0L), (96L, 96L, 0L), (96L, 96L, 0L)], days.Select(day => (day.Expected / 2, (day.Have + day.Recovered) / 2, day.Open + day.Lost)));
        }

        foreach (var meter in run.Meters)
        {
            var order = _came.Where(one => one.Meter == meter.Id && one.At < Began.AddDays(3)).Select(one => one.Day).ToList();
            Assert.Equal(order.OrderDescending(), order);
        }
    }

    [Fact]
    public async Task It_takes_no_more_of_a_line_than_its_budget_and_billing_goes_on()
    {
        var (run, book) = AfterThreeDays(OfBlockClass4, new() { RecoveriesPerHour = 12 });
        using (book) await run.RunAsync(TimeSpan.FromHours(2));
        var old = _came.Count(one => one.At < Began.AddDays(3) - TimeSpan.FromMinutes(15 * 12)); // what the plan itself asks for reaches back twelve records
        Assert.InRange(old, 12, ((2 * 12) + 2) * 12); // twelve an hour, and ten minutes' worth saved up; each of twelve records
        foreach (var meter in run.Meters) // each new quarter-hour all the same
            Assert.Equal(Enumerable.Range(1, 7).Select(quarter => Began.AddDays(3).AddMinutes(15 * quarter)), _came.Where(one => one.Meter == meter.Id).Select(one => one.At).Distinct().Order().Where(at => at > Began.AddDays(3)).Take(7));
    }

    [Fact]
    public async Task What_a_meter_does_not_have_is_asked_for_once_and_lost_with_its_reason()
    {
        var (run, book) = AfterThreeDays(0, new());
        using (book)
        {
            await run.RunAsync(TimeSpan.FromHours(1));
            book.Flush();
            using var account = GapReader.Open(_folder)!;
            var gaps = account.Page(Days, default, 100, _time.GetUtcNow()).Gaps;
            Assert.Equal(2 * 3 * 96, gaps.Sum(gap => gap.Slots));
            Assert.All(gaps, gap => Assert.Equal(("lost", "the meter has no record"), (gap.State.Word(), gap.State.Reason())));
            var asked = run.Riser.Sent;
            Assert.InRange(asked, 2 * 3, 2 * 3 * 96);
        }
    }

    private static GapFilter Days => new() { From = new(2026, 11, 19), To = new(2026, 11, 21), Read = ReadWord.Profile };

    /// <summary>The account began, and then nobody asked for three days.</summary>
    private (RiserRun Run, GapBook Book) AfterThreeDays(int loadClasses, PollOptions options)
    {
        SimulatedRiser riser = new(_time, meters: 2, baud: 9600, change: group => group with { LoadClasses = loadClasses });
        RiserRun run = new(riser, Plan, options);
        var expected = run.Meters.SelectMany(meter => Expectation.Of(meter, RiserRun.Model, new("plan", Plan))).ToList();
        var book = GapBook.Open(_folder, "ledger", RiserRun.Zone, _time);
        book.Expect(expected);
        _time.Advance(TimeSpan.FromDays(3));
        book.CloseDays();
        Sightings sightings = new(expected, RiserRun.Zone);
        run.Opening = book.OpenOf;
        run.Missing = (meter, misses) => book.Note(misses.Select(miss => new SlotNote(meter, miss.Read, miss.Instant, SlotState.NoRecord)));
        run.Observing = values =>
        {
            book.Note(values.SelectMany(value => sightings.Of(value, _time.GetUtcNow())));
            foreach (var value in values.Where(value => value.Item == ObisCode.Parse("1-0:1.8.0")))
                _came.Add((value.Meter, Instant.FromDateTimeOffset(value.At).InZone(RiserRun.Zone).Date, value.At));
        };
        return (run, book);
    }
}
