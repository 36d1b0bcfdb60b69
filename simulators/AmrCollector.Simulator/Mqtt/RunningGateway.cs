using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Mqtt;

/// <summary>A gateway that reports, from the district's start until its end. Members may be used from any thread.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private const int MostAtOnce = 256;

    private readonly ReportPlan _plan;
    private readonly TimeProvider _time;
    private readonly ulong _seed;
    private readonly MqttClient _client;
    private readonly List<(string Topic, byte[] Payload)> _heldBack = [];
    private ulong _draws;
    private int _nextLie;
    private long _reported;
    private long _repeated;
    private long _lied;

    internal RunningGateway(ReportPlan plan, BrokerPlan broker, IReadOnlyList<SimulatedMeter> meters, ulong seed, TimeProvider time)
    {
        (_plan, _seed, _time, Meters) = (plan, seed, time, meters);
        _client = broker.Client($"reports-{plan.Name}", time);
    }

    /// <summary>Its name.</summary>
    public string Name => _plan.Name;

    /// <summary>Where it publishes, with <c>{meter}</c> for the meter's number.</summary>
    public string Topic => _plan.TopicOf("{meter}");

    /// <summary>Its meters.</summary>
    public IReadOnlyList<SimulatedMeter> Meters { get; }

    /// <summary>True reports that the broker has, each counted once.</summary>
    public long Reported => Interlocked.Read(ref _reported);

    /// <summary>Reports published a second time.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Lies that the broker has.</summary>
    public long Lied => Interlocked.Read(ref _lied);

    /// <summary>Reports until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        _client.Start();
        var now = _time.GetUtcNow();
        var instant = Last(now - _plan.History);
        try
        {
            while (true)
            {
                var wait = HurriedTime.Real(_time, instant - _time.GetUtcNow());
                if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
                await ReportAsync(instant, cancellationToken);
                instant += _plan.Every;
            }
        }
        catch (Exception over) when (over is OperationCanceledException or LineLostException)
        {
            return; // the district ends
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private DateTimeOffset Last(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % _plan.Every.Ticks), TimeSpan.Zero);

    private async Task ReportAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        List<(string Topic, byte[] Payload)> now = [];
        List<(string Topic, byte[] Payload)> later = [];
        foreach (var meter in Meters)
        {
            var report = (_plan.TopicOf(meter.Id), _plan.Payload(meter, instant));
            (Chance(_plan.LatePercent) ? later : now).Add(report);
        }

        now.AddRange(_heldBack);
        _heldBack.Clear();
        _heldBack.AddRange(later);
        foreach (var part in now.Chunk(MostAtOnce)) await Task.WhenAll(part.Select(report => SendAsync(report, cancellationToken)));
        if (_plan.Lies.Count > 0) await LieAsync(instant, cancellationToken);
    }

    private async Task SendAsync((string Topic, byte[] Payload) report, CancellationToken cancellationToken)
    {
        await _client.PublishAsync(report.Topic, report.Payload, _plan.Qos, _plan.Retain, cancellationToken: cancellationToken);
        Interlocked.Increment(ref _reported);
        if (!Chance(_plan.TwicePercent)) return;
        await _client.PublishAsync(report.Topic, report.Payload, _plan.Qos, _plan.Retain, cancellationToken: cancellationToken);
        Interlocked.Increment(ref _repeated);
    }

    private async Task LieAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var lie = _plan.Lies[_nextLie++ % _plan.Lies.Count];
        var (topic, payload) = _plan.Lie(lie, Meters[0], instant);
        await _client.PublishAsync(topic, payload, _plan.Qos, cancellationToken: cancellationToken);
        Interlocked.Increment(ref _lied);
    }

    private bool Chance(int percent) => percent > 0 && Mix.Of(_seed, Interlocked.Increment(ref _draws)) % 100 < (ulong)percent;
}
