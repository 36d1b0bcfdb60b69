using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using AmrCollector.Simulator;
using AmrCollector.Tests.Simulator;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Polling.Bus;

/// <summary>Forecasts on paced lines of the simulator, byte by byte in real time: a pseudo terminal, and a serial server. Takes seconds.</summary>
public sealed class WireForecastTests : IPollSink
{
    private static readonly PlanEntry[] Plan = [RiserRun.Every("1s", "current", "clock")];

    [NeedsFact("/dev/ptmx")]
    public Task The_service_predicts_the_cycle_of_a_paced_port_to_a_tenth_at_9600_baud() => PredictsAsync(WireKind.Pty, 9600, isToldSpeed: true);

    [NeedsFact("/dev/ptmx")]
    public Task And_at_2400_baud() => PredictsAsync(WireKind.Pty, 2400, isToldSpeed: true);

    [Fact]
    public Task And_behind_a_serial_server() => PredictsAsync(WireKind.Tcp, 9600, isToldSpeed: true);

    [Fact]
    public Task And_behind_one_whose_speed_it_is_not_told() => PredictsAsync(WireKind.Tcp, 9600, isToldSpeed: false);

    private async Task PredictsAsync(WireKind wire, int baud, bool isToldSpeed)
    {
        var simulated = BusProbe.Plan(RiserRun.ModelName, 3) with { Wire = wire, Baud = baud, TurnRound = TimeSpan.FromMilliseconds(30), Preamble = 4 };
        await using var running = await RunningDistrict.StartAsync(new District { Name = "test", Lines = [simulated] }, TimeProvider.System);
        var text = running.Lines[0].Uri;
        if (isToldSpeed && !text.Contains("baud=", StringComparison.Ordinal)) text += $"?baud={baud}&format=8E1";
        if (!isToldSpeed) text = text.Split('?')[0];
        Assert.True(LineUri.TryParse(text, out var uri, out var why), why);

        Plan plan = new("plan", Plan);
        Meter[] meters = [.. running.Meters.Select(meter => new Meter { Id = new(meter.Id), Address = meter.Address, Line = "line", Model = RiserRun.ModelName, Plan = plan.Name })];
        CollectionSetup setup = new()
        {
            Site = "test",
            Zone = RiserRun.Zone,
            Lines = [new("line", uri)],
            Meters = meters,
            Models = RiserRun.Models,
            Plans = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(new Dictionary<string, Plan> { [plan.Name] = plan }),
            DataFolder = "nowhere",
        };
        using var stop = new CancellationTokenSource();
        LinePoller poller = new(
            "line", LineFactory.Create(uri, TimeProvider.System), [.. meters.Select(meter => new MeterToPoll(meter, RiserRun.Model, plan))], RiserRun.Zone, this, new(), TimeProvider.System, NullLogger.Instance);
        var polling = poller.RunAsync(stop.Token, stop.Token);
        LineForecast forecast = new(setup);
        var ratio = 0.0;
        try
        {
            // A machine with other work may hold up one round; it is the forecast that must not be systematically wrong.
            await Eventually.HoldsAsync(
                () => poller.Report() is { Cycle: { } measured, Answered: > 20 } report && (ratio = forecast.For([report])[0].Cycle / measured) is >= 0.9 and <= 1.1, "the forecast is right");
        }
        catch (Exception e) when (ratio > 0)
        {
            Assert.Fail($"predicted / measured is {ratio:0.000}: {e.Message}");
        }
        finally
        {
            await stop.CancelAsync();
            await polling;
        }
    }

    Task IPollSink.StoreAsync(ReadingBlock block, CancellationToken cancellationToken) => Task.CompletedTask;

    void IPollSink.Observe(IReadOnlyList<Observation> observations)
    {
        // Only the wire counts here.
    }

    IReadOnlyCollection<DateTimeOffset> IPollSink.FreezesOf(MeterId meter, DateTimeOffset since) => [];
}
