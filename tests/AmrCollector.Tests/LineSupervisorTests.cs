using AmrCollector.Events;
using AmrCollector.Lines;
using AmrCollector.Polling;
using AmrCollector.Tests.Polling.Bus;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests;

/// <summary>A poller that fails or hangs does not end its line.</summary>
public sealed class LineSupervisorTests
{
    private readonly ManualTime _time = new();
    private readonly List<EventDraft> _told = [];
    private readonly List<LinePoller> _renewed = [];

    [Fact]
    public async Task A_poller_that_crashes_is_replaced_and_the_line_goes_on()
    {
        RiserRun crashing = new(new SimulatedRiser(_time, meters: 2, baud: 9600), [RiserRun.Every("10s", "current")]);
        crashing.Storing = _ => throw new InvalidOperationException("nobody foresaw this");
        RiserRun healthy = new(new SimulatedRiser(_time, meters: 2, baud: 9600), [RiserRun.Every("10s", "current")]);
        await SuperviseAsync(crashing.Poller, () => healthy.Poller, () => healthy.Blocks.Count >= 4);

        Assert.Single(_renewed);
        Assert.False(crashing.Riser.IsOpen);
        var alarm = Assert.Single(_told);
        Assert.Equal((EventKind.LineDown, "riser", EventState.Raised), (alarm.Kind, alarm.Subject, alarm.State));
        Assert.Contains("nobody foresaw this", alarm.Sentence, StringComparison.Ordinal);
        var (last, first) = (crashing.Blocks[^1].Sets[0].ReadAt, healthy.Blocks[0].Sets[0].ReadAt);
        Assert.InRange(first - last, LineSupervisor.RestartAfter, LineSupervisor.RestartAfter + TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task One_that_goes_on_crashing_is_replaced_again_and_again_and_one_that_cannot_be_made_is_tried_later()
    {
        var (made, tries) = (0, 0);
        LinePoller Crashing()
        {
            RiserRun run = new(new SimulatedRiser(_time, meters: 1, baud: 9600), [RiserRun.Every("10s", "current")]) { Storing = _ => throw new InvalidOperationException("again") };
            made++;
            return run.Poller;
        }

        await SuperviseAsync(Crashing(), () => ++tries % 2 == 0 ? throw new IOException("no more handles") : Crashing(), () => made == 5);
        Assert.Equal(5, made);
        Assert.InRange(_told.Count, 4, 20);
    }

    [Fact]
    public async Task A_poller_that_hangs_is_ended_and_replaced()
    {
        await using HangingLine hanging = new();
        RiserRun healthy = new(new SimulatedRiser(_time, meters: 2, baud: 9600), [RiserRun.Every("1h", "current")]);
        LinePoller stuck = new(
            "riser", hanging, [new(healthy.Meters[0], RiserRun.Model, new("plan", [RiserRun.Every("10s", "current")]))], RiserRun.Zone, healthy, new PollOptions(), _time, NullLogger.Instance);
        await SuperviseAsync(stuck, () => healthy.Poller, () => healthy.Blocks.Count >= 2);
        Assert.Single(_renewed);
        Assert.False(hanging.IsOpen);
        Assert.Contains("did not come around", Assert.Single(_told).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_asked_to_end_is_not_replaced()
    {
        RiserRun run = new(new SimulatedRiser(_time, meters: 1, baud: 9600), [RiserRun.Every("10s", "current")]);
        await SuperviseAsync(run.Poller, () => throw new InvalidOperationException("not wanted"), () => run.Blocks.Count >= 3);
        Assert.Empty(_told);
        Assert.False(run.Riser.IsOpen);
    }

    private async Task SuperviseAsync(LinePoller first, Func<LinePoller> renew, Func<bool> until)
    {
        using CancellationTokenSource stop = new();
        var now = first;
        LineSupervisor supervisor = new("riser", () => now, () =>
        {
            now = renew();
            _renewed.Add(now);
        }, _told.Add, _time, NullLogger.Instance);
        var (began, end) = (TimeProvider.System.GetTimestamp(), _time.GetUtcNow().AddHours(2));
        await OneThread.Run(
            () => supervisor.RunAsync(stop.Token, CancellationToken.None),
            () =>
            {
                Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(2), "it is stuck");
                if (until() || _time.GetUtcNow() > end) stop.Cancel();
                _time.AdvanceToNext();
            });
        Assert.True(until(), "it never came");
    }

    /// <summary>A port whose driver never comes back from a read, however long ago the deadline was.</summary>
    private sealed class HangingLine : ILine
    {
        public LineUri Uri { get; } = new() { Kind = LineKind.Tcp, Text = "tcp://hanging:1", Host = "hanging", TcpPort = 1 };

        public bool IsOpen { get; private set; }

        public ValueTask OpenAsync(CancellationToken cancellationToken)
        {
            IsOpen = true;
            return default;
        }

        public ValueTask DrainAsync(CancellationToken cancellationToken) => default;

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => default;

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        public ValueTask DisposeAsync()
        {
            IsOpen = false;
            return default;
        }
    }
}
