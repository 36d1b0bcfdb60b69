using System.Threading.Channels;
using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Simulator.Wire;

namespace AmrCollector.Simulator.Mqtt;

/// <summary>
/// A gateway between a broker and a bus. What the bus says is published once the bus has been silent for a moment, as a serial port's
/// idle timer does it; it carries the number of the request that went to the bus last, for a gateway knows no better.
/// </summary>
internal sealed class MqttWire : IWire
{
    private const int MostRequests = 16;
    private const int MostGathered = 4096;
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(20);

    private readonly TunnelPlan _plan;
    private readonly TunnelPayload _payload;
    private readonly bool _isPaced;
    private readonly TimeProvider _time;
    private readonly MqttClient _client;
    private readonly Channel<byte[]> _requests = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostRequests) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Lock _gate = new();
    private readonly List<byte> _gathered = [];
    private readonly ITimer _silence;
    private ReadOnlyMemory<byte> _rest;
    private long _carried;

    internal MqttWire(TunnelPlan plan, BrokerPlan broker, bool isPaced, TimeProvider time)
    {
        (_plan, _isPaced, _time) = (plan, isPaced, time);
        _payload = plan.Form ?? throw new ArgumentException($"'{plan.Payload}' is no form of a payload", nameof(plan));
        _silence = time.CreateTimer(static wire => ((MqttWire)wire!).PublishGathered(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _client = broker.Client($"tunnel-{plan.Gateway}", time);
        _client.Subscribe(plan.Down, MqttQos.AtLeastOnce, Hear);
        _client.Start();
    }

    /// <inheritdoc/>
    public string Uri => _plan.Uri;

    /// <inheritdoc/>
    public long LastArrival { get; private set; }

    /// <summary>A broker does not tell at which speed the bus is asked.</summary>
    public WireSpeed? Asked => null;

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_rest.IsEmpty) _rest = await _requests.Reader.ReadAsync(cancellationToken);
        LastArrival = _time.GetTimestamp();
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_isPaced) Send(bytes.Span);
        else await PublishAsync(bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_gathered.Count < MostGathered) _gathered.AddRange(bytes);
        }

        _silence.Change(Silence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There is no connection of the collector's to end.</summary>
    public void Cut()
    {
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _silence.DisposeAsync();
        await _client.DisposeAsync();
    }

    // What the broker kept from before is no request of now.
    private void Hear(MqttMessage message)
    {
        message.Acknowledge();
        if (message.Retain || message.IsCut || _payload.Unwrap(message.Payload, null, out var carried) is not { } request) return;
        Interlocked.Exchange(ref _carried, carried);
        _requests.Writer.TryWrite(request);
    }

    private void PublishGathered()
    {
        byte[] bytes;
        lock (_gate)
        {
            bytes = [.. _gathered];
            _gathered.Clear();
        }

        if (bytes.Length > 0) _ = PublishAsync(bytes, CancellationToken.None);
    }

    private async Task PublishAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            var payload = _payload.Wrap(bytes.Span, Interlocked.Read(ref _carried));
            await _client.PublishAsync(_plan.Up, payload, MqttQos.AtMostOnce, cancellationToken: cancellationToken);
        }
        catch (LineLostException)
        {
            return; // bytes nobody takes are lost, as on a wire
        }
    }
}
