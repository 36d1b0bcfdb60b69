using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using AmrCollector.Polling.Commands;
using AmrCollector.Simulator;
using AmrCollector.Tests.Polling.Bus;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Polling.Clocks;

public sealed class ClockKeeperTests : IEventLog, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 20, 0, TimeSpan.Zero); // 12:20 in Shanghai
    private static readonly PlanEntry[] Plan = [RiserRun.Every("5m", "clock", "current"), new(new Timing.At(new NodaTime.LocalTime(7, 25)), ["dailyFreeze"])];

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-clock-").FullName;
    private readonly List<EventDraft> _events = [];
    private readonly List<RegisterSet> _marked = [];
    private OperationLog _operations = null!;

    void IEventLog.Add(EventDraft draft) => _events.Add(draft);

    public void Dispose()
    {
        _operations?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(ClockSync.Meter)]
    [InlineData(ClockSync.Broadcast)]
    public async Task A_meter_that_is_off_is_set_once_recorded_and_the_readings_that_span_it_are_marked(ClockSync sync)
    {
        var riser = new SimulatedRiser(new ManualTime(Noon), meters: 3, baud: 9600);
        riser.Meters[1].Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(100) };
        var run = await RunAsync(riser, sync, isSynchronised: true, "clock", TimeSpan.FromHours(3));

        Assert.InRange(riser.Meters[1].Faults.ClockOff, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        var asked = Assert.Single(_operations.Last(100), operation => operation.Outcome == "asked");
        Assert.Equal(("collector", "clock", sync == ClockSync.Meter ? riser.Meters[1].Id : "all"), (asked.Who, asked.Permission, asked.Meter));
        Assert.Contains(_operations.Last(100), operation => operation.Meter == riser.Meters[1].Id && operation.Outcome.StartsWith("Its clock was set at 2026-11-22 ", StringComparison.Ordinal));
        var told = Assert.Single(_events, happened => happened.Kind == EventKind.ClockSet);
        Assert.Equal(new MeterId(riser.Meters[1].Id), told.Meter);

        var change = Assert.Single(_operations.ClockChangesOf(run.Meters[1]));
        Assert.Empty(_operations.ClockChangesOf(run.Meters[0])); // a broadcast moved it by nothing
        var after = run.Blocks.SelectMany(block => block.Sets).Where(set => set.Meter == run.Meters[1] && set.Instant >= change.At).ToList();
        Assert.True(after.Count > 10);
        var firsts = after.SelectMany(set => set.Registers.Select(register => (register.Item, set.Instant))).GroupBy(read => read.Item).Select(reads => reads.MinBy(read => read.Instant));
        Assert.Equal(firsts, Marked(run, 1, change));
    }

    [Theory]
    [InlineData(100, true, "")] // not granted
    [InlineData(100, false, "clock")] // our own clock is not synchronised
    [InlineData(400, true, "clock")] // too far: a person
    public async Task Otherwise_it_is_left_alone(int offset, bool isSynchronised, string allow)
    {
        var riser = new SimulatedRiser(new ManualTime(Noon), meters: 2, baud: 9600);
        riser.Meters[0].Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(offset) };
        await RunAsync(riser, ClockSync.Meter, isSynchronised, allow, TimeSpan.FromMinutes(40));
        Assert.Equal(TimeSpan.FromSeconds(offset), riser.Meters[0].Faults.ClockOff);
        Assert.Empty(_operations.Last(100));
        Assert.Equal(offset > 300, _events.Exists(happened => happened.Kind == EventKind.ClockOff && happened.State == EventState.Raised));
        Assert.Equal(!isSynchronised, _events.Exists(happened => happened.Kind == EventKind.ClockUntrusted && happened.State == EventState.Raised));
    }

    [Theory]
    [InlineData("not granted by one")]
    [InlineData("one is a person's")]
    [InlineData("one was never read")]
    public async Task A_broadcast_is_not_sent_when_one_meter_of_the_line_forbids_it(string why)
    {
        var riser = new SimulatedRiser(new ManualTime(Noon), meters: 3, baud: 9600);
        riser.Meters[1].Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(100) };
        if (why == "one is a person's") riser.Meters[2].Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(400) };
        if (why == "one was never read") riser.Meters[2].Faults = new MeterFaults { Silent = true };
        await RunAsync(riser, ClockSync.Broadcast, isSynchronised: true, "clock", TimeSpan.FromMinutes(40), meter => why == "not granted by one" && meter.Address == riser.Meters[0].Address);
        Assert.Equal(TimeSpan.FromSeconds(100), riser.Meters[1].Faults.ClockOff);
        Assert.Empty(_operations.Last(100));
    }

    [Fact]
    public async Task No_meter_is_set_near_midnight_the_hour_or_a_freeze_and_none_twice_a_day()
    {
        var riser = new SimulatedRiser(new ManualTime(Noon), meters: 1, baud: 9600);
        List<DateTimeOffset> sets = [];
        riser.Sending = request =>
        {
            if (!Permissions.Needed(request.Span, isMbap: false).Equals(Permission.Clock)) return;
            sets.Add(riser.Time.GetUtcNow());
        };
        // Whatever is set, it runs away again at once.
        await RunAsync(riser, ClockSync.Meter, isSynchronised: true, "clock", TimeSpan.FromHours(60), each: () => riser.Meters[0].Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(100) });
        Assert.Equal(4, sets.Count);
        Assert.Equal(4, sets.Select(at => at.AddHours(8).Date).Distinct().Count()); // local days
        foreach (var shown in sets.SelectMany(at => (DateTimeOffset[])[at, at.AddSeconds(100)])) Assert.InRange((shown.Minute * 60) + shown.Second, 301, 3299);
        Assert.All(sets, at => Assert.False(at.AddHours(8).TimeOfDay is var day && day > new TimeSpan(7, 20, 0) && day < new TimeSpan(7, 30, 0), $"{at:O}"));
    }

    [Fact]
    public async Task While_most_meters_disagree_with_the_collector_none_is_set_nothing_is_judged_late_and_an_alarm_stands()
    {
        var riser = new SimulatedRiser(new ManualTime(Noon), meters: 6, baud: 9600);
        foreach (var meter in riser.Meters.Take(4)) meter.Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(-200) };
        var run = await RunAsync(riser, ClockSync.Meter, isSynchronised: true, "clock", TimeSpan.FromMinutes(40), each: () =>
        {
            if (riser.Time.GetUtcNow() > Noon.AddMinutes(20)) foreach (var meter in riser.Meters) meter.Faults = new MeterFaults();
        });
        Assert.Empty(_operations.Last(100));
        Assert.Equal(
            [(EventState.Cleared, true), (EventState.Raised, false), (EventState.Cleared, true)],
            _events.Where(happened => happened.Kind == EventKind.ClockUntrusted).Select(happened => (happened.State, happened.Sentence.EndsWith("can be trusted", StringComparison.Ordinal))));
        Assert.StartsWith("4 of 6 meters disagree with the collector's clock by more than 60 s; nothing is judged late or early", _events.First(happened => happened.State == EventState.Raised).Sentence, StringComparison.Ordinal);
        var untrusted = _marked.Where(set => !set.IsClockTrusted).ToList();
        Assert.NotEmpty(untrusted);
        Assert.All(untrusted, set => Assert.InRange(set.ReadAt, Noon, Noon.AddMinutes(27)));
        Assert.All(untrusted.Where(set => set.Meter == run.Meters[0]), set => Assert.DoesNotContain(RuleId.Clock, Judge.Of(set, _ => new RegisterTimeline(), RuleParameters.Default).SelectMany(verdict => verdict.Rules)));
        Assert.True(_marked[^1].IsClockTrusted);
    }

    [Fact]
    public async Task A_reading_that_comes_before_it_is_known_what_a_set_did_is_marked_too()
    {
        var riser = new SimulatedRiser(new ManualTime(Noon), meters: 1, baud: 9600);
        riser.Meters[0].Faults = new MeterFaults { ClockOff = TimeSpan.FromSeconds(-100) };
        List<DateTimeOffset> sent = [];
        riser.Sending = request =>
        {
            if (Permissions.Needed(request.Span, isMbap: false).Equals(Permission.Clock)) sent.Add(riser.Time.GetUtcNow());
        };
        RegisterTimeline past = new();
        List<(DateTimeOffset Instant, bool IsMarked)> totals = [];
        await RunAsync(riser, ClockSync.Meter, isSynchronised: true, "clock", TimeSpan.FromMinutes(2), plan: [RiserRun.Every("1s", "clock", "current")], judging: set =>
        {
            var register = set.Registers.FirstOrDefault(register => register.Item == ObisCode.Parse("1-0:1.8.0"));
            if (register is null) return;
            Circumstances around = new() { ClockChanges = _operations.ClockChangesOf(set.Meter), Interval = TimeSpan.FromMinutes(5) };
            var verdict = Assert.Single(Judge.Of(set with { MeterTime = null, Registers = [register] }, _ => past, RuleParameters.Default, around));
            past.Put(TimelineRow.Of(set.Instant, set.Source, register.Value, verdict));
            totals.Add((set.Instant, verdict.Quality == "2.1.9"));
        });

        var set = Assert.Single(sent);
        var known = _operations.ClockChangesOf(new Meter { Id = new(riser.Meters[0].Id), Line = "riser" }).Single().Until;
        Assert.Contains(totals, total => total.Instant > set && total.Instant < known); // as this test is meant
        Assert.All(totals.Where(total => total.Instant > set && total.Instant < known), total => Assert.True(total.IsMarked, $"{total.Instant:O}"));
        Assert.All(totals.Where(total => total.Instant < set.AddSeconds(-31) || total.Instant > known.AddSeconds(2)), total => Assert.False(total.IsMarked, $"{total.Instant:O}"));
    }

    private static IEnumerable<(ObisCode Item, DateTimeOffset Instant)> Marked(RiserRun run, int meter, ClockChange change)
    {
        var past = new Dictionary<ObisCode, RegisterTimeline>();
        Circumstances around = new() { ClockChanges = [change], Interval = TimeSpan.FromMinutes(5) };
        foreach (var set in run.Blocks.SelectMany(block => block.Sets).Where(set => set.Meter == run.Meters[meter]))
        {
            var verdicts = Judge.Of(set with { MeterTime = null }, TimelineOf, RuleParameters.Default, around);
            foreach (var (register, verdict) in set.Registers.Zip(verdicts))
            {
                TimelineOf(register.Item).Put(TimelineRow.Of(set.Instant, set.Source, register.Value, verdict));
                if (verdict.Rules.Contains(RuleId.Clock) && verdict.Why.Contains(change.Sentence, StringComparison.Ordinal)) yield return (register.Item, set.Instant);
            }
        }

        RegisterTimeline TimelineOf(ObisCode item) => past.TryGetValue(item, out var known) ? known : past[item] = new();
    }

    private async Task<RiserRun> RunAsync(
        SimulatedRiser riser, ClockSync sync, bool isSynchronised, string allow, TimeSpan span, Func<Meter, bool>? forbids = null, Action? each = null,
        PlanEntry[]? plan = null, Action<RegisterSet>? judging = null)
    {
        plan ??= Plan;
        var run = new RiserRun(riser, plan, null, null, null, allow);
        var setup = run.Setup(plan) with { Clock = new() { Sync = sync } };
        if (forbids is not null) setup = setup with { Meters = [.. setup.Meters.Select(meter => forbids(meter) ? meter with { Allow = [] } : meter)] };
        _operations = OperationLog.Open(_folder, riser.Time);
        ClockKeeper keeper = new(() => setup, _ => run.Poller, _operations, this, null, run.Observe, () => isSynchronised, riser.Time, NullLogger.Instance);
        run.Observing = observations =>
        {
            each?.Invoke();
            keeper.Note(observations);
        };
        run.Storing = block =>
        {
            _marked.AddRange(keeper.Mark(block).Sets);
            foreach (var set in block.Sets) judging?.Invoke(set);
        };
        await run.RunAsync(span, beside: keeper.RunAsync);
        return run;
    }
}
