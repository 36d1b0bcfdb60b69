using AmrCollector.Lines.Mqtt;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Reports;
using AmrCollector.Tests.Lines.Mqtt;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Reports;

/// <summary>Nothing is acknowledged to a broker before it is on disk.</summary>
public sealed class ReportIntakeTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Topic = "site/7/meter/000012345601";

    private readonly SmallBroker _broker = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-intake-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(ReadingBlock Block, TaskCompletionSource Stored)> _handed = [];
    private Func<IReadOnlyList<ReadingBlock>, Task>? _judge;
    private MqttBrokers? _brokers;
    private ReportIntake? _intake;
    private DeadLetterStore? _letters;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        MqttOptions options = new() { Host = "127.0.0.1", Port = _broker.Port, ClientId = "intake" };
        _brokers = new(new Dictionary<string, MqttOptions> { ["main"] = options }, TimeProvider.System, (_, _) => { });
        _letters = new(_folder, TimeProvider.System);
        _intake = new([ReportReaderTests.Rule()], ReportReaderTests.Meters(), _brokers, HandAsync, _letters, TimeProvider.System, NullLogger.Instance);
        _running = _intake.RunAsync(_stop.Token);
        Assert.Equal("CONNECT", await _broker.NextAsync());
        Assert.Equal("SUBSCRIBE", await _broker.NextAsync());
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested && _running.IsCompleted && !Directory.Exists(_folder)) return;
        await _stop.CancelAsync();
        foreach (var (_, stored) in Handed()) stored.TrySetCanceled();
        await _running;
        await _brokers!.DisposeAsync();
        _intake!.Dispose();
        _letters!.Dispose(); // once more does no harm
        await _broker.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_report_is_acknowledged_when_it_is_committed_and_not_before()
    {
        await _broker.DeliverAsync(Topic, """{"kwh":1,"ts":1763712000}""", id: 1);
        await HandedAsync(1);
        Assert.Equal(0, _broker.Waiting);
        Handed()[0].Stored.SetResult();
        Assert.Equal("PUBACK 1", await _broker.NextAsync());
        Assert.Equal(new ReportReport(1, 1, 0), _intake!.Report());
    }

    [Fact]
    public async Task What_can_be_no_reading_is_acknowledged_when_its_letter_is_committed_in_the_order_of_arrival()
    {
        await _broker.DeliverAsync(Topic, """{"kwh":1,"ts":1763712000}""", id: 1);
        await HandedAsync(1);
        await _broker.DeliverAsync(Topic, "lies", id: 2);
        await _broker.DeliverAsync(Topic, new string('x', 1_000_000), id: 3);
        await Eventually.HoldsAsync(() => _intake!.Report().Refused == 2, "two refused");
        Assert.Equal(0, _broker.Waiting);
        Handed()[0].Stored.SetResult();
        Assert.Equal(["PUBACK 1", "PUBACK 2", "PUBACK 3"], [await _broker.NextAsync(), await _broker.NextAsync(), await _broker.NextAsync()]);
        Assert.Equal([ReportFault.TooLarge, ReportFault.NoJson], _letters!.Newest(10).Select(letter => letter.Fault).OrderBy(fault => fault));
    }

    [Fact]
    public async Task What_the_ledger_did_not_take_stays_with_the_broker()
    {
        await _broker.DeliverAsync(Topic, """{"kwh":1,"ts":1763712000}""", id: 1);
        await HandedAsync(1);
        Handed()[0].Stored.SetCanceled();
        await _stop.CancelAsync();
        await _running;
        await _brokers!.DisposeAsync();
        Assert.Equal("DISCONNECT", await _broker.NextAsync());
    }

    [Fact]
    public async Task What_cannot_be_judged_is_told_and_does_not_come_again_for_ever()
    {
        await _broker.DeliverAsync(Topic, """{"kwh":1,"ts":1763712000}""", MqttQos.ExactlyOnce, id: 1);
        await HandedAsync(1);
        Handed()[0].Stored.SetException(new InvalidOperationException("nobody foresaw this"));
        Assert.Equal("PUBREC 1", await _broker.NextAsync());
        Assert.Contains("nobody foresaw this", Assert.Single(_letters!.Newest(10)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_meter_that_cannot_be_judged_takes_no_other_with_it()
    {
        _judge = blocks => blocks.Any(block => block.Meter.Id.Value.EndsWith('1')) ? Task.FromException(new InvalidOperationException("nobody foresaw this")) : Task.CompletedTask;
        List<string> acknowledged = [];
        for (var id = 1; id <= 10; id++) await _broker.DeliverAsync($"site/7/meter/00001234560{1 + (id % 2)}", """{"kwh":1,"ts":1763712000}""", id: id);
        while (acknowledged.Count < 10) acknowledged.Add(await _broker.NextAsync());
        Assert.Equal(Enumerable.Range(1, 10).Select(id => $"PUBACK {id}"), acknowledged);
        Assert.Equal(new ReportReport(10, 5, 5), _intake!.Report());
    }

    private Task HandAsync(IReadOnlyList<ReadingBlock> blocks, CancellationToken cancellationToken) => _judge is { } judge ? judge(blocks) : Task.WhenAll(blocks.Select(block =>
    {
        TaskCompletionSource stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_handed) _handed.Add((block, stored));
        return stored.Task;
    }));

    private Task HandedAsync(int count) => Eventually.HoldsAsync(() => Handed().Count >= count, $"{count} blocks");

    private List<(ReadingBlock Block, TaskCompletionSource Stored)> Handed()
    {
        lock (_handed) return [.. _handed];
    }
}
