using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines;

/// <summary>
/// A bus behind an MQTT gateway: a request is published on one topic, what is heard on the bus comes back on another. Requests go at
/// QoS 0 and with an expiry: one that comes late is worse than one that is lost, for its exchange is over. The connection is the broker's
/// client's and shared; the line is lost when it is.
/// </summary>
public sealed class MqttLine : ILine
{
    private const int MostHeld = 64 * 1024;
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(5);

    private readonly MqttClient? _client;
    private readonly TimeProvider _time;
    private readonly TunnelPayload _payload;
    private readonly Lock _gate = new();
    private readonly Queue<byte> _heard = new();
    private readonly PendingCall _call = new(continuesElsewhere: true);
    private readonly ITimer _timer;
    private MqttSubscription? _subscription;
    private long _request;
    private long _lastByte;
    private bool _waiting;
    private Memory<byte> _into;
    private CancellationToken _token;
    private CancellationTokenRegistration _watch;
    private string? _lost = "it was not opened";
    private volatile bool _disposed;

    /// <summary>A line that is not open yet; <paramref name="uri"/> must be of the MQTT kind. Without a client it cannot be opened.</summary>
    public MqttLine(LineUri uri, MqttClient? client, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uri.Kind, LineKind.Mqtt);
        (Uri, _client, _time) = (uri, client, time);
        _payload = TunnelPayload.Of(uri.Payload, uri.Correlation) ?? throw new ArgumentException($"'{uri.Payload}' is no form of a payload", nameof(uri));
        _timer = time.CreateTimer(static line => ((MqttLine)line!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public LineUri Uri { get; }

    /// <inheritdoc/>
    public bool IsOpen
    {
        get { lock (_gate) return _lost is null; }
    }

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsOpen) return;
        if (_client is null) throw new LineUnavailableException($"there is no broker '{Uri.Broker}'; name it in 'brokers' of collector.json");
        _client.Start();
        _subscription ??= _client.Subscribe(Uri.Up, MqttQos.AtMostOnce, Hear, Lose);
        using CancellationTokenSource limit = new(OpenLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _subscription.GrantedAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var why = _client.Report().Why;
            throw new LineUnavailableException(why.Length > 0 ? $"broker '{Uri.Broker}': {why}" : $"broker '{Uri.Broker}' does not answer a subscription to {Uri.Up}", e);
        }

        lock (_gate)
        {
            if (_disposed) throw new LineLostException($"{Name} was closed");
            _heard.Clear();
            _lost = _client.IsConnected ? null : "the broker is gone";
        }

        if (!IsOpen) throw new LineUnavailableException($"broker '{Uri.Broker}': {_client.Report().Why}");
    }

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        lock (_gate)
        {
            if (_lost is not null) return ValueTask.FromException(Loss());
            _heard.Clear();
        }

        return default;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long number;
        lock (_gate)
        {
            if (_lost is not null) throw Loss();
            number = ++_request;
        }

        while (Uri.MinimumGap - _time.GetElapsedTime(Interlocked.Read(ref _lastByte)) is { Ticks: > 0 } rest)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), _time, cancellationToken);
        var expiry = (uint)Math.Ceiling((Uri.Timeout ?? LineUri.MqttTimeout).TotalSeconds);
        await _client!.PublishAsync(Uri.Down, _payload.Wrap(bytes.Span, number), MqttQos.AtMostOnce, expirySeconds: expiry, cancellationToken: cancellationToken);
        Interlocked.Exchange(ref _lastByte, _time.GetTimestamp());
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        lock (_gate)
        {
            if (_heard.Count > 0) return new(Take_NeedsLock(buffer.Span));
            if (_lost is not null) return ValueTask.FromException<int>(Loss());
            if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
            var rest = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
            if (rest <= TimeSpan.Zero) return new(0);
            (_into, _token, _waiting, Deadline) = (buffer, cancellationToken, true, deadline);
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            return _call.Start();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _subscription?.Dispose();
        Lose($"{Name} was closed");
        _timer.Dispose();
        _watch.Unregister();
        return default;
    }

    private string Name => $"line {Uri.Name ?? Uri.Text}";

    private long Deadline { get; set; }

    // Live only: what the broker kept from before answers no request of ours.
    private void Hear(MqttMessage message)
    {
        message.Acknowledge();
        if (message.Retain || message.IsCut) return;
        int count;
        lock (_gate)
        {
            if (_lost is not null || _payload.Unwrap(message.Payload, _request) is not { } bytes || _heard.Count + bytes.Length > MostHeld) return;
            foreach (var one in bytes) _heard.Enqueue(one);
            Interlocked.Exchange(ref _lastByte, _time.GetTimestamp());
            if (!_waiting) return;
            _waiting = false;
            count = Take_NeedsLock(_into.Span);
        }

        _call.Complete(count);
    }

    private int Take_NeedsLock(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _heard.Count);
        for (var i = 0; i < count; i++) buffer[i] = _heard.Dequeue();
        return count;
    }

    private void Lose(string why)
    {
        bool waiting;
        lock (_gate)
        {
            _lost = why;
            waiting = _waiting;
            _waiting = false;
        }

        if (waiting) _call.Fail(Loss());
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (!_waiting) return;
            var rest = _time.GetElapsedTime(_time.GetTimestamp(), Deadline);
            if (rest > TimeSpan.Zero)
            {
                _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan); // set for a call before
                return;
            }

            _waiting = false;
        }

        _call.Complete(0);
    }

    private void OnCancelled(CancellationToken token)
    {
        lock (_gate)
        {
            if (!_waiting || _token != token) return;
            _waiting = false;
        }

        _call.Fail(new OperationCanceledException(token));
    }

    private void Watch(CancellationToken token)
    {
        if (_watch.Token == token) return;
        _watch.Unregister();
        _watch = token.UnsafeRegister(static (line, token) => ((MqttLine)line!).OnCancelled(token), this);
    }

    private LineLostException Loss() => new($"{Name}: {_lost}");
}
