using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Tests.Polling.Bus;

/// <summary>Field notes 2, 4 and 11: whoever asks, one request is on the bus; what is silent gives no value; what is away fills no log.</summary>
public sealed class OneOwnerTests
{
    private static readonly Question.Dlt645 Number = new(new DataId(0x04000401)) { Items = [] };

    [Fact]
    public async Task Many_askers_and_the_plans_never_have_two_requests_on_the_bus_and_each_gets_its_own_meters_answer()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 6, baud: 9600);
        var run = new RiserRun(riser, [RiserRun.Every("10s", "current", "clock")]);
        var (overlaps, answered) = (0, 0);
        riser.Sending = _ =>
        {
            if (riser.IsAwaited) overlaps++; // the reply to the last one was neither heard nor given up
        };
        await run.RunAsync(TimeSpan.FromMinutes(20), () => answered == 60, _ => Task.WhenAll(Enumerable.Range(0, 12).Select(AskAsync)));
        Assert.Equal((60, 0), (answered, overlaps));
        Assert.NotEmpty(run.Blocks);

        async Task AskAsync(int asker)
        {
            var meter = run.Meters[asker % run.Meters.Count];
            for (var i = 0; i < 5; i++)
            {
                var outcome = Assert.IsType<ExchangeOutcome.Answered>(Assert.Single(await run.Poller.AskAsync(meter.Id, [Number], 1, CancellationToken.None)));
                Assert.Equal(meter.Address, outcome.RepliedFrom);
                answered++;
            }
        }
    }

    [Fact]
    public async Task A_meter_that_falls_silent_gives_no_value_and_no_old_value_gets_a_new_time()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 2, baud: 9600);
        var run = new RiserRun(riser, [RiserRun.Every("1m", "current", "status")]);
        var silentFrom = riser.Time.GetUtcNow().AddMinutes(5);
        riser.Sending = _ =>
        {
            if (riser.Time.GetUtcNow() > silentFrom) riser.Meters[0].Faults = new MeterFaults { Silent = true };
        };
        await run.RunAsync(TimeSpan.FromMinutes(20));

        var (silent, alive) = (run.Meters[0].Id, run.Meters[1].Id);
        Assert.All(run.Blocks.SelectMany(block => block.Sets), set => Assert.InRange(set.ReadAt - set.Instant, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(run.Blocks, block => block.Meter.Id == silent && block.Sets.Any(set => set.ReadAt > silentFrom.AddMinutes(1)));
        Assert.DoesNotContain(run.Observations, value => value.Meter == silent && value.At > silentFrom.AddMinutes(1));
        Assert.Contains(run.Blocks, block => block.Meter.Id == alive && block.Sets.Any(set => set.ReadAt > silentFrom.AddMinutes(10)));
    }

    [Fact]
    public async Task A_port_that_is_away_for_an_hour_is_one_line_in_the_log()
    {
        CountingLog log = new();
        var riser = new SimulatedRiser(new ManualTime(), meters: 2, baud: 9600) { Absent = "port /dev/riser: there is no port of this name" };
        var run = new RiserRun(riser, [RiserRun.Every("1m", "current")], log: log);
        await run.RunAsync(TimeSpan.FromHours(1));
        Assert.True(riser.Openings > 1000, $"{riser.Openings} tries");
        Assert.Single(log.Lines);
        Assert.Equal("port /dev/riser: there is no port of this name", run.Poller.Report().Why);
    }

    private sealed class CountingLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
