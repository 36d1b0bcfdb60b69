using AmrCollector.Lines;
using AmrCollector.Lines.Serial;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using AmrCollector.Tests.Simulator;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Polling.Bus;

/// <summary>An adapter that is pulled out and put in again while its line is polled. Takes seconds: the port looks for its device once a second.</summary>
public sealed class ReplugTests : IPollSink, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-replug-").FullName;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _blocks = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsFact("/dev/ptmx")]
    public async Task Polling_goes_on_within_two_seconds_and_what_was_asked_for_is_read_all_the_same()
    {
        var plan = BusProbe.Plan("dlt645-2007-1p", 2) with { Wire = WireKind.Pty, Baud = 9600, TurnRound = TimeSpan.FromMilliseconds(5), Preamble = 4 };
        await using var running = await RunningDistrict.StartAsync(new District { Name = "test", Lines = [plan] }, TimeProvider.System);
        var device = running.Lines[0].Uri["serial:".Length..].Split('?')[0];
        var port = Path.Combine(_folder, "usb-adapter");
        File.CreateSymbolicLink(port, device);
        Assert.True(LineUri.TryParse($"serial:{port}?baud=9600&format=8E1", out var uri, out var why), why);

        await using var line = new SerialLine(uri, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        List<MeterToPoll> meters = [.. running.Meters.Select(meter => new MeterToPoll(
            new Meter { Id = new(meter.Id), Address = meter.Address }, RiserRun.Model, new("plan", [RiserRun.Every("1s", "current")])))];
        LinePoller poller = new("riser", line, meters, RiserRun.Zone, this, new PollOptions(), TimeProvider.System, NullLogger.Instance);
        var polling = poller.RunAsync(stop.Token, stop.Token);
        await Eventually.HoldsAsync(() => Least() >= 1, "both meters were read");

        File.Delete(port);
        await Eventually.HoldsAsync(() => !poller.Report().Up, "the loss is noticed");
        var before = Least();
        File.CreateSymbolicLink(port, device);
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(() => Least() > before, "both meters are read again");
        var took = TimeProvider.System.GetElapsedTime(began);
        Assert.Equal(0, poller.Report().Dead);
        await stop.CancelAsync();
        await polling;
        Assert.True(took < TimeSpan.FromSeconds(15), $"{took}"); // 2 s and the reading, on a machine that has other work
    }

    [Fact]
    public void Noticing_its_loss_and_looking_for_it_take_less_than_two_seconds_together_however_long_it_is_away()
    {
        var (backoff, uptime, options) = (default(Backoff), TimeSpan.Zero, new PollOptions());
        var (first, most) = LinePoller.Waits(LineKind.Serial, options);
        for (var i = 0; i < 100; i++)
        {
            backoff = backoff.Failed(uptime, first, most, jitter: 1);
            Assert.InRange(PortThread.CheckEvery + (backoff.NotBefore - uptime), TimeSpan.Zero, TimeSpan.FromSeconds(1.7));
            uptime = backoff.NotBefore;
        }

        Assert.Equal((options.LineBackoff, options.LineBackoffMost), LinePoller.Waits(LineKind.Tcp, options));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3600)]
    public async Task Every_meter_is_read_within_two_seconds_of_its_return(int secondsAway)
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 2, baud: 9600);
        var run = new RiserRun(riser, [RiserRun.Every("5s", "current")]);
        await run.RunAsync(TimeSpan.FromSeconds(30));
        Assert.NotEmpty(run.Blocks);

        RiserRun again = new(new SimulatedRiser(riser.Time, meters: 2, baud: 9600) { Absent = "port /dev/riser: there is no port of this name" }, [RiserRun.Every("5s", "current")]);
        var back = riser.Time.GetUtcNow().AddSeconds(secondsAway);
        await again.RunAsync(TimeSpan.FromSeconds(secondsAway + 30), beside: async stop =>
        {
            await Task.Delay(TimeSpan.FromSeconds(secondsAway), again.Riser.Time, stop);
            again.Riser.Absent = null;
        });
        foreach (var meter in again.Meters)
            Assert.InRange(again.Blocks.Where(block => block.Meter.Id == meter.Id).Min(block => block.Sets[0].ReadAt), back, back.AddSeconds(2));
        Assert.DoesNotContain(again.Blocks, block => block.Sets[0].ReadAt < back);
    }

    Task IPollSink.StoreAsync(ReadingBlock block, CancellationToken cancellationToken)
    {
        lock (_gate) _blocks[block.Meter.Id.Value] = _blocks.GetValueOrDefault(block.Meter.Id.Value) + 1;
        return Task.CompletedTask;
    }

    void IPollSink.Observe(IReadOnlyList<Observation> observations)
    {
        // Only readings count here.
    }

    IReadOnlyCollection<DateTimeOffset> IPollSink.FreezesOf(MeterId meter, DateTimeOffset since) => [];

    private int Least()
    {
        lock (_gate) return _blocks.Count < 2 ? 0 : _blocks.Values.Min();
    }
}
