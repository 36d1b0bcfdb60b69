using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Bus;

public sealed class DeadMeterTests
{
    private static readonly PollOptions Options = new();

    [Fact]
    public void A_meter_is_down_by_count_and_by_time()
    {
        var start = TimeSpan.FromMinutes(1);
        var once = default(Backoff).Silent(start, Options, 0.5);
        Assert.True(once is { IsFailing: true, IsDown: false });
        Assert.Equal(start + Options.MeterDoubt, once.NotBefore);
        Assert.False(once.Silent(start + TimeSpan.FromSeconds(1), Options, 0.5).IsDown); // often enough, not for long enough
        Assert.True(once.Silent(start + Options.DownAfter, Options, 0.5).IsDown);
    }

    [Fact]
    public void It_is_probed_ever_more_rarely_up_to_the_cap()
    {
        var (backoff, uptime) = (default(Backoff), TimeSpan.Zero);
        List<double> waits = [];
        while (waits.Count < 9)
        {
            backoff = backoff.Silent(uptime, Options, 0.5);
            waits.Add((backoff.NotBefore - uptime).TotalSeconds);
            uptime = backoff.NotBefore;
        }

        Assert.Equal([5, 30, 60, 120, 240, 480, 900, 900, 900], waits);
    }

    [Theory]
    [InlineData(2400)]
    [InlineData(9600)]
    public async Task A_thousandth_of_the_bytes_garbled_costs_a_tenth_at_most_and_gives_no_wrong_value(int baud)
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 32, baud) { ByteErrors = 1000 };
        var run = new RiserRun(riser, [RiserRun.Every("2s", "current")]);
        var started = riser.Time.GetTimestamp();
        await run.RunAsync(TimeSpan.FromSeconds(baud == 2400 ? 400 : 150));

        Assert.True(riser.Garbled > 20, $"{riser.Garbled}");
        var efficiency = riser.Least / riser.Time.GetElapsedTime(started);
        Assert.True(efficiency >= 0.90, $"{efficiency:0.0000}");
        var meters = riser.Meters.ToDictionary(meter => meter.Id);
        foreach (var set in run.Blocks.SelectMany(block => block.Sets))
            foreach (var register in set.Registers.Where(register => register.Item == ObisCode.Parse("1-0:1.8.0")))
                Assert.InRange(register.Value!.Value, meters[set.Meter.Id.Value].RegisterAt("1-0:1.8.0", set.ReadAt.AddSeconds(-3)), meters[set.Meter.Id.Value].RegisterAt("1-0:1.8.0", set.ReadAt));
    }

    [Theory]
    [InlineData(2400)]
    [InlineData(9600)]
    public async Task Three_dead_of_32_cost_the_others_less_than_a_twentieth_once_they_are_known(int baud)
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 32, baud);
        foreach (var meter in riser.Meters.Take(3)) meter.Faults = new MeterFaults { Silent = true };
        var run = new RiserRun(riser, [RiserRun.Every("2s", "current")]);
        long? since = null;
        riser.Sending = _ =>
        {
            if (since is not null || run.Poller.Report().Dead < 3) return;
            (since, riser.Least) = (riser.Time.GetTimestamp(), TimeSpan.Zero);
        };
        var cycle = TimeSpan.FromSeconds(baud == 2400 ? 15 : 5);
        var started = riser.Time.GetTimestamp();
        await run.RunAsync(TimeSpan.FromMinutes(20), () => since is { } known && riser.Time.GetElapsedTime(known) > 10 * cycle);

        Assert.NotNull(since);
        var efficiency = riser.Least / riser.Time.GetElapsedTime(since.Value);
        Assert.True(efficiency >= 0.95, $"{efficiency:0.0000}");
        Assert.InRange(run.Poller.Report().Lost, TimeSpan.FromSeconds(3), riser.Time.GetElapsedTime(started));
    }

    [Theory]
    [InlineData(2400)]
    [InlineData(9600)]
    public async Task All_alive_the_bus_is_never_idle_and_nothing_is_lost(int baud)
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 32, baud);
        var started = riser.Time.GetTimestamp();
        var run = new RiserRun(riser, [RiserRun.Every("2s", "current")]);
        await run.RunAsync(TimeSpan.FromMinutes(2));
        Assert.InRange(riser.Least / riser.Time.GetElapsedTime(started), 0.99, 1.0);
        Assert.Equal(TimeSpan.Zero, run.Poller.Report().Lost);
    }

    [Fact]
    public async Task A_riser_whose_cable_was_cut_is_welcomed_back_whole_within_half_a_minute_of_the_first_answer()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 8, baud: 9600);
        var run = new RiserRun(riser, [RiserRun.Every("30s", "current")]);
        var (start, isCut) = (riser.Time.GetTimestamp(), false);
        long? first = null, all = null;
        riser.Sending = _ =>
        {
            var passed = riser.Time.GetElapsedTime(start);
            if (!isCut && passed > TimeSpan.FromMinutes(2)) Cut(isCut = true);
            if (isCut && passed > TimeSpan.FromHours(2)) Cut(false);
            if (passed < TimeSpan.FromHours(2)) return;
            if (run.Poller.Report().Dead < 8) first ??= riser.Time.GetTimestamp();
            if (run.Poller.Report().Dead == 0) all ??= riser.Time.GetTimestamp();
        };
        await run.RunAsync(TimeSpan.FromMinutes(150));
        Assert.NotNull(all);
        Assert.InRange(riser.Time.GetElapsedTime(first!.Value, all.Value), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(0, run.Poller.Report().Dead);

        void Cut(bool silent)
        {
            foreach (var meter in riser.Meters) meter.Faults = new MeterFaults { Silent = silent };
        }
    }
}
