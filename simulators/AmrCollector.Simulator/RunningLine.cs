using AmrCollector.Simulator.Bus;
using AmrCollector.Simulator.Loads;
using AmrCollector.Simulator.Mqtt;
using AmrCollector.Simulator.Wire;

namespace AmrCollector.Simulator;

/// <summary>
/// One line that answers: bytes in, the meters' answers out at their time. One loop, no thread of its own (a paced one has
/// one for exact timing). Members may be used from any thread.
/// </summary>
public sealed class RunningLine : IAsyncDisposable
{
    private readonly LinePlan _plan;
    private readonly TimeProvider _time;
    private readonly MeterBus _bus;
    private readonly IWire _wire;
    private readonly Func<RequestBuffer> _newBuffer;
    private readonly RequestBuffer _heard;
    private readonly Pacer? _pacer;
    private readonly Waveform? _waveform;
    private readonly int[] _dueSteps = new int[MeterBus.LongestReply];
    private readonly ulong _seed;
    private readonly byte[] _request = new byte[RequestBuffer.Capacity];
    private readonly byte[] _reply = new byte[MeterBus.LongestReply];
    private readonly Task[] _late = [.. Enumerable.Repeat(Task.CompletedTask, 8)];
    private volatile LineFaults _faults;
    private ulong _errorStep;
    private long _wireFreeAt;
    private long _answered;
    private long _bytes;

    internal RunningLine(LinePlan plan, IReadOnlyList<SimulatedMeter> meters, ulong seed, BrokerPlan? broker, TimeProvider time)
    {
        (_plan, _time, _seed, _faults, Meters) = (plan, time, seed, plan.Faults, meters);
        _bus = new MeterBus(plan, meters);
        var anyModbus = meters.Any(meter => meter.Kind.IsModbus);
        var silence = time.TimestampFrequency * (anyModbus && plan.Wire == WireKind.Pty ? 100 : 500) / 1000;
        _newBuffer = () => new RequestBuffer(meters.Any(meter => meter.Kind.Protocol is WireProtocol.Dlt645 or WireProtocol.Dlt1997), anyModbus, plan.Wire == WireKind.Mbap, silence, meters.Any(meter => meter.Kind.Protocol == WireProtocol.Cjt188), plan.Framing == Framing.Ascii);
        _heard = _newBuffer();
        _wire = plan.Wire switch
        {
            WireKind.Mbap or WireKind.Tcp when plan.Clients > 1 => new ClientPool(plan, time),
            WireKind.DialIn => new DialInWire(plan.DialIn ?? throw new ArgumentException("a dial-in line needs a plan of its dialling", nameof(plan)), meters[0].Address, seed, time),
            WireKind.Pty when OperatingSystem.IsLinux() => new PtyWire(plan.Baud, plan.Format, time),
            WireKind.Mqtt => new MqttWire(plan.Tunnel!, broker!, plan.Baud > 0, time),
            WireKind.Mbap => new TcpWire("modbus+tcp", plan.Port, plan.KicksOldClient, time),
            _ => new TcpWire("tcp", plan.Port, plan.KicksOldClient, time),
        };
        if (plan.Baud == 0) return;
        _pacer = new Pacer(_wire, time);
        _waveform = new Waveform(plan.Speed);
    }

    /// <summary>Its name.</summary>
    public string Name => _plan.Name;

    /// <summary>How a collector reaches it: <c>serial:/dev/pts/5?baud=2400&amp;format=8E1</c>, <c>tcp://127.0.0.1:40001</c>.</summary>
    public string Uri => _wire.Uri;

    /// <summary>From the request's last byte on the wire to the reply's first.</summary>
    public TimeSpan TurnRound => _plan.TurnRound;

    /// <summary>Bits a second at which it is paced; 0 when it is not.</summary>
    public int Baud => _plan.Baud;

    /// <summary>Its meters.</summary>
    public IReadOnlyList<SimulatedMeter> Meters { get; }

    /// <summary>Replies sent.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Bytes of requests and replies together: times <see cref="BitsPerCharacter"/> over the baud rate they are the wire time.</summary>
    public long BytesCarried => Interlocked.Read(ref _bytes);

    /// <summary>Bits one character takes on the wire.</summary>
    public int BitsPerCharacter => _plan.BitsPerCharacter;

    /// <summary>What is wrong with it; may be set while the district runs and holds from the next reply on.</summary>
    public LineFaults Faults
    {
        get => _faults;
        set => _faults = value;
    }

    /// <summary>Ends the connection of the present TCP client, as a box that restarts; nothing on a serial line.</summary>
    public void Cut() => _wire.Cut();

    /// <summary>A unit that dials in goes away without a word and comes back on another connection, from another address if one is given; nothing on other lines.</summary>
    public void Vanish(System.Net.IPAddress? from = null) => (_wire as DialInWire)?.Vanish(from);

    /// <summary>Answers until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_wire is ClientPool clients)
        {
            await clients.RunAsync(_newBuffer, Answer, cancellationToken);
            return;
        }

        var received = new byte[512];
        try
        {
            while (true)
            {
                var length = await _wire.ReceiveAsync(received, cancellationToken);
                if (length == 0) _heard.Clear();
                else await HearAsync(received.AsMemory(0, length), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(_late);
        }
    }

    /// <summary>Closes the port. The district does it when it is disposed, after the line's loop has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _pacer?.Dispose();
        await _wire.DisposeAsync();
    }

    private async ValueTask HearAsync(ReadOnlyMemory<byte> received, CancellationToken cancellationToken)
    {
        _wireFreeAt = Math.Max(_wireFreeAt, _wire.LastArrival) + (long)(received.Length * TicksPerByte);
        Interlocked.Add(ref _bytes, received.Length);
        _heard.Add(received.Span, _wire.LastArrival);
        if (_faults.Echo) await _wire.SendAsync(received, cancellationToken);
        while (_heard.TryTake(_request, out var length, out var form)) await AnswerAsync(length, form, cancellationToken);
        if (_heard.IsBroken)
        {
            _heard.Clear();
            _wire.Cut();
        }
    }

    private async ValueTask AnswerAsync(int requestLength, RequestForm form, CancellationToken cancellationToken)
    {
        var answers = _bus.Ask(_request.AsSpan(0, requestLength), form, _time.GetUtcNow(), _plan.Baud == 0 ? null : Speed);
        var (length, due) = Gather(answers, cancellationToken);
        if (length == 0) return;
        if (_faults.ByteErrorsPerMillion > 0) WireFaults.FlipBits(_reply.AsSpan(0, length), _faults.ByteErrorsPerMillion, _seed, ref _errorStep);
        await SendAsync(due, _reply.AsMemory(0, length), cancellationToken);
        _wireFreeAt = _time.GetTimestamp();
    }

    private int Answer(ReadOnlySpan<byte> request, RequestForm form, Span<byte> reply, out TimeSpan after)
    {
        var length = 0;
        after = TimeSpan.Zero;
        foreach (var answer in _bus.Ask(request, form, _time.GetUtcNow()))
        {
            length = Collision.Combine(reply, length, answer.Bytes);
            after = answer.TurnRound + answer.Late;
        }

        if (length > 0) Interlocked.Increment(ref _answered);
        Interlocked.Add(ref _bytes, request.Length + length);
        return length;
    }

    // Late answers go their own way; those in time meet on the wire. On a paced line each has its own turn-round and bits.
    private (int Length, Timetable Due) Gather(ReadOnlySpan<BusAnswer> answers, CancellationToken cancellationToken)
    {
        var (length, onTime, first) = (0, 0, TimeSpan.MaxValue);
        _waveform?.Clear();
        foreach (var answer in answers)
        {
            if (answer.Late > TimeSpan.Zero)
            {
                Postpone(_wireFreeAt + Ticks(answer.TurnRound + answer.Late), answer.Bytes.ToArray(), cancellationToken);
                continue;
            }

            onTime++;
            if (answer.TurnRound < first) first = answer.TurnRound;
            length = Collision.Combine(_reply, length, answer.Bytes);
            if (answers.Length > 1) _waveform?.Add(answer.Bytes, answer.TurnRound);
        }

        if (onTime < 2 || _waveform is null) return (length, new Timetable(_wireFreeAt + Ticks(first), TicksPerByte, default));
        length = _waveform.Hear(_reply, _dueSteps);
        return (length, new Timetable(_wireFreeAt, TicksPerBit / Waveform.StepsPerBit, _dueSteps.AsMemory(0, length)));
    }

    // A line keeps a few late replies on their way; one more is lost.
    private void Postpone(long start, byte[] reply, CancellationToken cancellationToken)
    {
        var free = Array.FindIndex(_late, task => task.IsCompleted);
        if (free >= 0) _late[free] = SendLateAsync(start, reply, cancellationToken);
    }

    private async Task SendLateAsync(long start, byte[] reply, CancellationToken cancellationToken)
    {
        try
        {
            await WaitAsync(start, cancellationToken);
            await SendAsync(new Timetable(start, TicksPerByte, default), reply, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask SendAsync(Timetable due, ReadOnlyMemory<byte> reply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _answered);
        Interlocked.Add(ref _bytes, reply.Length);
        if (_pacer is not null)
        {
            await _pacer.SendAsync(due, reply, cancellationToken);
            return;
        }

        await WaitAsync(due.Start, cancellationToken);
        var piece = _faults.Fragment > 0 ? _faults.Fragment : reply.Length;
        for (var at = 0; at < reply.Length; at += piece)
        {
            if (at > 0 && _faults.FragmentGap > TimeSpan.Zero) await Task.Delay(_faults.FragmentGap, _time, cancellationToken);
            await _wire.SendAsync(reply.Slice(at, Math.Min(piece, reply.Length - at)), cancellationToken);
        }
    }

    private async ValueTask WaitAsync(long timestamp, CancellationToken cancellationToken)
    {
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), timestamp);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
    }

    // As whoever asked has set the port; where the wire does not tell, as the line is.
    private WireSpeed Speed => _plan.Baud == 0 ? default : _wire.Asked ?? _plan.Speed;

    private double TicksPerBit => _plan.Baud == 0 ? 0 : (double)_time.TimestampFrequency / Math.Max(1, Speed.Baud);

    private double TicksPerByte => _plan.Baud == 0 ? 0 : TicksPerBit * _plan.BitsPerCharacter;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
