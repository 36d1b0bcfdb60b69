using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Bus;

public sealed class ForecastTests
{
    [Theory]
    [InlineData(2400, 20)]
    [InlineData(9600, 20)]
    [InlineData(9600, 120)]
    [InlineData(19200, 60)]
    public async Task The_predicted_cycle_and_use_are_within_a_tenth_of_what_is_measured(int baud, int turnRound)
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 12, baud, TimeSpan.FromMilliseconds(turnRound));
        PlanEntry[] plan = [RiserRun.Every("1m", "current", "status", "clock")];
        var run = new RiserRun(riser, plan);
        await run.RunAsync(TimeSpan.FromMinutes(3));

        var report = run.Poller.Report();
        var forecast = Assert.Single(new LineForecast(run.Setup(plan)).For([report]));
        Assert.InRange(forecast.Cycle / report.Cycle!.Value, 0.9, 1.1);
        Assert.InRange(forecast.Busy / report.Utilisation, 0.85, 1.15); // three rounds, and the last may be cut
    }

    [Fact]
    public async Task Dead_meters_and_retries_do_not_put_it_out_by_more_than_a_tenth()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 20, baud: 9600);
        foreach (var meter in riser.Meters.Take(2)) meter.Faults = new MeterFaults { Silent = true };
        foreach (var meter in riser.Meters.Skip(10)) meter.Faults = new MeterFaults { BadChecksum = true, OneIn = 25 };
        PlanEntry[] plan = [RiserRun.Every("1m", "current", "status", "clock")];
        var run = new RiserRun(riser, plan);
        await run.RunAsync(TimeSpan.FromMinutes(30));

        var report = run.Poller.Report();
        Assert.Equal(2, report.Dead);
        Assert.True(report.Retries > 1.01, $"{report.Retries}");
        var forecast = Assert.Single(new LineForecast(run.Setup(plan)).For([report]));
        Assert.InRange(forecast.Cycle / report.Cycle!.Value, 0.9, 1.1);
    }

    [Fact]
    public void What_does_not_fit_is_told_with_what_would()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 32, baud: 2400);
        PlanEntry[] plan = [RiserRun.Every("10s", "current", "status")];
        var load = Assert.Single(LineLoads.Of(new RiserRun(riser, plan).Setup(plan)));
        Assert.False(load.Fits);
        Assert.StartsWith("what is due every 10.0 s takes ", load.Misfits[0], StringComparison.Ordinal);
        Assert.Contains(load.Advice, advice => advice.StartsWith("read 'current, status' of plan plan every ", StringComparison.Ordinal));
        Assert.Contains(load.Advice, advice => advice.StartsWith("hang no more than ", StringComparison.Ordinal));

        // Each advice alone is enough: try the interval.
        var every = load.Advice[0].Split("every ")[1].Split(" instead")[0].Replace(" ", "", StringComparison.Ordinal).Replace("min", "m", StringComparison.Ordinal);
        PlanEntry[] better = [RiserRun.Every(every, "current", "status")];
        Assert.True(Assert.Single(LineLoads.Of(new RiserRun(riser, better).Setup(better))).Fits);
    }

    [Fact]
    public void A_faster_line_or_fewer_items_are_proposed_where_they_are_enough()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 8, baud: 1200);
        PlanEntry[] plan = [RiserRun.Every("15s", "current", "status")];
        var load = Assert.Single(LineLoads.Of(new RiserRun(riser, plan).Setup(plan)));
        Assert.Contains(load.Advice, advice => advice.StartsWith("set meters and line to ", StringComparison.Ordinal) && advice.EndsWith(" instead of 1200 baud", StringComparison.Ordinal));
        Assert.Contains(load.Advice, advice => advice.Contains(" items of 'current, status' of plan plan from each meter", StringComparison.Ordinal));
    }
}
