using AmrCollector.Lines.Mqtt;
using AmrCollector.Polling;
using AmrCollector.Reports;
using AmrCollector.Tests.Lines.Mqtt;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Reports;

/// <summary>A start with a broker that kept reports for us, while a sink has connected to it already (found by the outage test: all that was kept was lost).</summary>
public sealed class ReportIntakeStartTests
{
    [Fact]
    public async Task What_the_broker_kept_waits_for_the_intake_though_a_sink_connected_first()
    {
        var folder = Directory.CreateTempSubdirectory("amr-intake-").FullName;
        await using SmallBroker broker = new() { Connack = "01 00 00" }; // it kept our session
        MqttOptions options = new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "intake" };
        await using MqttBrokers brokers = new(new Dictionary<string, MqttOptions> { ["main"] = options }, TimeProvider.System, (_, _) => { });
        using CancellationTokenSource stop = new();
        using DeadLetterStore letters = new(folder, TimeProvider.System);
        List<ReadingBlock> stored = [];
        using ReportIntake intake = new([ReportReaderTests.Rule()], ReportReaderTests.Meters(), brokers, StoreAsync, letters, TimeProvider.System, NullLogger.Instance);

        brokers.Find("main")!.Start(); // as a sink does when it is made
        Assert.Equal("CONNECT", await broker.NextAsync());
        await broker.DeliverAsync("site/7/meter/000012345601", """{"kwh":1,"ts":1763712000}""", id: 1);
        await Eventually.HoldsAsync(() => brokers.Find("main")!.Report().Arrived == 1, "it has arrived");

        var running = intake.RunAsync(stop.Token);
        List<string> heard = [];
        while (!heard.Contains("PUBACK 1")) heard.Add(await broker.NextAsync());
        Assert.Single(stored);
        Assert.Equal(0, brokers.Find("main")!.Report().Unclaimed);
        await stop.CancelAsync();
        await running;
        letters.Dispose();
        Directory.Delete(folder, recursive: true);

        Task StoreAsync(IReadOnlyList<ReadingBlock> blocks, CancellationToken cancellationToken)
        {
            stored.AddRange(blocks);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Reports_wait_with_their_broker_while_the_collector_does_not_know_the_day()
    {
        var folder = Directory.CreateTempSubdirectory("amr-intake-").FullName;
        await using SmallBroker broker = new();
        MqttOptions options = new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "intake" };
        await using MqttBrokers brokers = new(new Dictionary<string, MqttOptions> { ["main"] = options }, TimeProvider.System, (_, _) => { });
        using CancellationTokenSource stop = new();
        ManualTime time = new(new DateTimeOffset(2024, 11, 21, 8, 0, 0, TimeSpan.Zero)); // a year behind: it would refuse them
        using DeadLetterStore letters = new(folder, time);
        List<ReadingBlock> stored = [];
        var (looks, knowsDay) = (0, false);
        using ReportIntake intake = new([ReportReaderTests.Rule()], ReportReaderTests.Meters(), brokers, StoreAsync, letters, time, NullLogger.Instance, KnowsDay);

        var running = intake.RunAsync(stop.Token);
        List<string> heard = [];
        while (!heard.Contains("SUBSCRIBE")) heard.Add(await broker.NextAsync());
        await broker.DeliverAsync("site/7/meter/000012345601", """{"kwh":1,"ts":1763712000}""", id: 1);
        await Eventually.HoldsAsync(() => Volatile.Read(ref looks) > 0 && time.Waiting > 0, "it has looked whether the day is known, and waits");
        Assert.Equal((0, 0L), (stored.Count, intake.Report().Refused));

        time.StepWallClock(TimeSpan.FromDays(365)); // the clock was set
        Volatile.Write(ref knowsDay, true);
        time.Advance(TimeSpan.FromSeconds(5));
        while (!heard.Contains("PUBACK 1")) heard.Add(await broker.NextAsync());
        Assert.Single(stored);
        Assert.Equal(0, intake.Report().Refused);
        await stop.CancelAsync();
        await running;
        letters.Dispose();
        Directory.Delete(folder, recursive: true);

        bool KnowsDay()
        {
            Interlocked.Increment(ref looks);
            return Volatile.Read(ref knowsDay);
        }

        Task StoreAsync(IReadOnlyList<ReadingBlock> blocks, CancellationToken cancellationToken)
        {
            stored.AddRange(blocks);
            return Task.CompletedTask;
        }
    }
}
