using System.Net.Sockets;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>One connection, from CONNECT to its loss: one loop that reads, hands over, writes what may leave and watches the silence.</summary>
internal sealed class MqttLink : IAsyncDisposable
{
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(20);

    private readonly MqttOptions _options;
    private readonly MqttVersion _version;
    private readonly Stream _stream;
    private readonly MqttSession _session;
    private readonly TimeProvider _time;
    private readonly MqttReceived _received = new();
    private readonly MqttBuffer _out = new();
    private readonly MqttWriter _writer;
    private TimeSpan _keepAlive;
    private Task<int>? _reading;
    private int _toSkip;
    private long _lastHeard;
    private long _lastSent;
    private long? _askedAt;

    public MqttLink(MqttOptions options, MqttVersion version, Stream stream, MqttSession session, TimeProvider time)
    {
        (_options, _version, _stream, _session, _time, _keepAlive) = (options, version, stream, session, time, options.KeepAlive);
        _writer = new(_out, version);
        _lastHeard = _lastSent = time.GetTimestamp();
    }

    /// <summary>CONNECT and its answer; throws <see cref="LineLostException"/> when none comes within 10 s.</summary>
    public async Task<MqttConnack> GreetAsync(CancellationToken cancellationToken)
    {
        new MqttConnect
        {
            Version = _version,
            ClientId = _options.ClientId,
            Clean = _options.IsTransient,
            SessionExpiry = _options.IsTransient ? 0 : (uint)Math.Min(uint.MaxValue, _options.SessionExpiry.TotalSeconds),
            KeepAlive = (ushort)Math.Min(ushort.MaxValue, _options.KeepAlive.TotalSeconds),
            ReceiveMaximum = (ushort)Math.Min(ushort.MaxValue, _options.ReceiveMaximum),
            Will = _options.Will,
            User = _options.User,
            Password = _options.Password,
        }.Write(_out);
        await FlushAsync();
        using CancellationTokenSource limit = new(GreetingLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            MqttHeader header;
            while (!HasPacket(out header)) await FillAsync(either.Token);
            if (header.Kind != MqttPacketKind.Connack || !MqttConnack.TryRead(BodyOf(header), _version, out var connack))
                throw new LineLostException($"{_options.Peer} does not answer as an MQTT broker does");
            _received.Drop(header.PacketLength);
            if (connack!.ServerKeepAlive is { } wanted) _keepAlive = TimeSpan.FromSeconds(wanted);
            return connack;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LineLostException($"{_options.Peer} accepts the connection and says nothing", e);
        }
    }

    /// <summary>
    /// Lives until the connection is lost (<see cref="LineLostException"/>) or <paramref name="stopping"/>: then what may be acknowledged is,
    /// and the broker is told.
    /// </summary>
    public async Task RunAsync(MqttConnack connack, CancellationToken stopping)
    {
        _session.Begin(connack, _writer);
        if (_options.Birth is { } birth)
            _writer.Publish(birth.Topic, birth.Payload.Span, MqttQos.AtMostOnce, birth.Retain, duplicate: false, packetId: 0, expiry: 0);
        using var stop = stopping.UnsafeRegister(static wake => ((MqttWake)wake!).Ring(), _session.Wake);
        await using var tick = Tick();
        Task? waking = null;
        while (true)
        {
            var isEnding = stopping.IsCancellationRequested; // asked once: what was let go of before the end still leaves, and the good-bye after it
            TakePackets();
            _session.WriteOut(_writer, _out);
            if (isEnding) _writer.Disconnect();
            await FlushAsync();
            if (isEnding) return;
            WatchSilence();
            if (!_session.Inbox.IsFull) _reading ??= _stream.ReadAsync(_received.Room(), CancellationToken.None).AsTask();
            waking ??= _session.Wake.WaitAsync();
            await Task.WhenAny(_reading ?? waking, waking);
            if (waking.IsCompleted)
            {
                _session.Wake.Clear();
                waking = null;
            }

            if (_reading is { IsCompleted: true }) await TakeReadAsync();
        }
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (_reading is not null) await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ITimer? Tick()
    {
        if (_keepAlive <= TimeSpan.Zero) return null;
        var period = TimeSpan.FromTicks(Math.Max(_keepAlive.Ticks / 8, TimeSpan.TicksPerMillisecond * 50));
        return _time.CreateTimer(static wake => ((MqttWake)wake!).Ring(), _session.Wake, period, period);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _reading ??= _stream.ReadAsync(_received.Room(), CancellationToken.None).AsTask();
        await _reading.WaitAsync(cancellationToken);
        await TakeReadAsync();
    }

    private async Task TakeReadAsync()
    {
        var reading = _reading!;
        _reading = null;
        int count;
        try
        {
            count = await reading;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new LineLostException($"the connection to {_options.Peer} broke: {e.InnerException?.Message ?? e.Message}", e);
        }

        if (count == 0) throw new LineLostException($"{_options.Peer} closed the connection");
        _received.Filled(count);
        _lastHeard = _time.GetTimestamp();
        _askedAt = null;
    }

    private bool HasPacket(out MqttHeader header)
    {
        var verdict = MqttHeader.Scan(_received.Span, out header);
        if (verdict == ScanVerdict.Noise) throw Malformed();
        if (verdict == ScanVerdict.NeedMore) return false;
        var wanted = Math.Min(header.PacketLength, _options.LargestPacket);
        if (_received.Count >= wanted) return true;
        _received.Need(wanted);
        return false;
    }

    private ReadOnlySpan<byte> BodyOf(MqttHeader header) => _received.Span[header.Length..Math.Min(header.PacketLength, _received.Count)];

    private void TakePackets()
    {
        while (!_session.Inbox.IsFull)
        {
            var skipped = Math.Min(_toSkip, _received.Count);
            if (skipped > 0) _received.Drop(skipped);
            _toSkip -= skipped;
            if (_toSkip > 0 || !HasPacket(out var header)) return;
            if (header.PacketLength > _options.LargestPacket && header.Kind != MqttPacketKind.Publish)
                throw new LineLostException($"{_options.Peer} sends a packet of {header.PacketLength} bytes that is no message");
            Take(header);
            var here = Math.Min(header.PacketLength, _received.Count);
            _toSkip = header.PacketLength - here;
            _received.Drop(here);
        }
    }

    private void Take(MqttHeader header)
    {
        var body = BodyOf(header);
        switch (header.Kind)
        {
            case MqttPacketKind.Publish:
                if (!MqttPublish.TryRead(header, body, _version, out var publish)) throw Malformed();
                _session.Inbox.Take(publish, header.Remaining - body.Length, _writer);
                break;
            case MqttPacketKind.Pubrel:
                _session.Inbox.Release(Ack(header.Kind, body).PacketId, _writer);
                break;
            case MqttPacketKind.Puback or MqttPacketKind.Pubrec or MqttPacketKind.Pubcomp:
                _session.Outbox.Answered(header.Kind, Ack(header.Kind, body), _writer);
                break;
            case MqttPacketKind.Suback or MqttPacketKind.Unsuback:
                _session.Answered(MqttSuback.TryRead(header.Kind, body, _version, out var suback) ? suback! : throw Malformed());
                break;
            case MqttPacketKind.Pingresp when body.IsEmpty:
                break;
            case MqttPacketKind.Disconnect when _version == MqttVersion.V5 && MqttDisconnect.TryRead(body, out var end):
                throw new LineLostException($"{_options.Peer} ended the connection: {end!.ReasonString ?? MqttReason.Of(end.Reason)}");
            default:
                throw new LineLostException($"{_options.Peer} sends what no broker sends ({header.Kind})");
        }
    }

    private MqttAck Ack(MqttPacketKind kind, ReadOnlySpan<byte> body) => MqttAck.TryRead(kind, body, _version, out var ack) ? ack : throw Malformed();

    private LineLostException Malformed() => new($"{_options.Peer} sends what is not MQTT");

    private void WatchSilence()
    {
        if (_keepAlive <= TimeSpan.Zero) return;
        if (_reading is null && _session.Inbox.IsFull)
        {
            (_askedAt, _lastHeard) = (null, _time.GetTimestamp()); // it is we who do not listen
        }

        if (_askedAt is { } asked)
        {
            if (_time.GetElapsedTime(asked) > _keepAlive / 2) throw new LineLostException($"{_options.Peer} does not answer any more");
        }
        else if (_time.GetElapsedTime(Math.Min(_lastHeard, _lastSent)) >= _keepAlive * 0.7)
        {
            _writer.Ping();
            _askedAt = _time.GetTimestamp();
            _session.Wake.Ring();
        }
    }

    private async Task FlushAsync()
    {
        if (_out.Length == 0) return;
        try
        {
            var sending = _stream.WriteAsync(_out.Written);
            if (!sending.IsCompletedSuccessfully) await sending.AsTask().WaitAsync(SendLimit, _time);
        }
        catch (TimeoutException e)
        {
            throw new LineLostException($"{_options.Peer} takes no bytes any more", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new LineLostException($"the connection to {_options.Peer} broke: {e.InnerException?.Message ?? e.Message}", e);
        }

        _out.Clear();
        _lastSent = _time.GetTimestamp();
        _session.Outbox.Left();
    }
}
