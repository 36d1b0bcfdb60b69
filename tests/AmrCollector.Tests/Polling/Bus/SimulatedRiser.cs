using AmrCollector.Lines;
using AmrCollector.Simulator;
using AmrCollector.Tests.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Bus;

/// <summary>
/// A paced RS-485 riser on a clock of its own: bytes take their time on the wire, meters their turn-round, the line keeps its gap, and an hour
/// of it takes a moment.
/// </summary>
internal sealed class SimulatedRiser : ILine
{
    private const byte WakeUp = 0xFE;

    private readonly BusProbe _bus;
    private readonly Random _chance = new(20261122);
    private readonly TimeSpan _turnRound;
    private byte[] _reply = [];
    private long _due;
    private long _quietSince;

    public SimulatedRiser(ManualTime time, int meters, int baud, TimeSpan? turnRound = null, Func<MeterGroup, MeterGroup>? change = null)
    {
        Time = time;
        _turnRound = turnRound ?? TimeSpan.FromMilliseconds(20);
        var plan = BusProbe.Plan("dlt645-2007-1p", meters) with { Preamble = 4 };
        _bus = new BusProbe(plan with { Groups = [.. plan.Groups.Select(change ?? (group => group))] });
        Assert.True(LineUri.TryParse($"serial:/dev/riser?baud={baud}&format=8E1", out var uri, out var why), why);
        Uri = uri;
        _quietSince = time.GetTimestamp();
    }

    public ManualTime Time { get; }

    public LineUri Uri { get; }

    public bool IsOpen { get; private set; }

    public bool SaysWhenSent => true;

    public IReadOnlyList<SimulatedMeter> Meters => _bus.Meters;

    /// <summary>What each request would have to take at least: gap, both frames, turn-round; only of answered ones.</summary>
    public TimeSpan Least { get; set; }

    /// <summary>How long the line has been silent.</summary>
    public TimeSpan Silence => Time.GetElapsedTime(_quietSince);

    /// <summary>Requests sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Called with every request just before it goes.</summary>
    public Action<ReadOnlyMemory<byte>>? Sending { get; set; }

    /// <summary>Of a million bytes of replies so many have a bit turned over.</summary>
    public int ByteErrors { get; init; }

    /// <summary>Replies that were garbled.</summary>
    public int Garbled { get; private set; }

    /// <summary>Why it cannot be opened, null when it can.</summary>
    public string? Absent { get; set; }

    /// <summary>Tries to open it.</summary>
    public int Openings { get; private set; }

    /// <summary>True from a request until its reply was heard whole or its deadline has come.</summary>
    public bool IsAwaited { get; private set; }

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Openings++;
        if (Absent is { } why) throw new LineUnavailableException(why);
        IsOpen = true;
        return default;
    }

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        _reply = [];
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Pass(Uri.MinimumGap - Time.GetElapsedTime(_quietSince));
        Sending?.Invoke(bytes);
        Sent++;
        IsAwaited = true;
        Pass(Uri.CharacterTime!.Value * bytes.Length);
        _bus.Now = Time.GetUtcNow();
        _reply = _bus.Hear(bytes.Span.TrimStart(WakeUp));
        _due = Time.After(_turnRound + (Uri.CharacterTime.Value * _reply.Length));
        if (_reply.Length > 0 && !Garble()) Least += Uri.MinimumGap + _turnRound + (Uri.CharacterTime.Value * (bytes.Length + _reply.Length));
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isHeard = _reply.Length > 0 && _due <= deadline;
        Pass(TimeSpan.FromTicks((isHeard ? _due : deadline) - Time.GetTimestamp()));
        IsAwaited = false;
        if (!isHeard) return ValueTask.FromResult(0);
        var heard = _reply.Length;
        _reply.CopyTo(buffer);
        (_reply, _quietSince) = ([], Time.GetTimestamp());
        return ValueTask.FromResult(heard);
    }

    public ValueTask DisposeAsync()
    {
        IsOpen = false;
        return default;
    }

    private bool Garble()
    {
        var isGarbled = false;
        for (var i = 0; i < _reply.Length; i++)
        {
            if (_chance.Next(1_000_000) >= ByteErrors) continue;
            _reply[i] ^= (byte)(1 << _chance.Next(8));
            isGarbled = true;
        }

        if (isGarbled) Garbled++;
        return isGarbled;
    }

    private void Pass(TimeSpan time)
    {
        if (time > TimeSpan.Zero) Time.Advance(time);
    }
}
