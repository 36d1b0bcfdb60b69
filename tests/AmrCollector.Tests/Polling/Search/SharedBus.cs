using AmrCollector.Lines;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Search;

/// <summary>
/// A two-wire bus on a clock of its own: every meter that an address names answers at its own turn-round, and a driven 0 wins over an idle 1
/// where answers meet. Sending takes its wire time; a receive moves the clock to the next byte, or to its deadline and returns 0.
/// </summary>
internal sealed class SharedBus : ILine
{
    private static readonly byte[] Energy = [0x00, 0x00, 0x01, 0x00, 0x78, 0x56, 0x34, 0x12];

    private readonly List<(Dlt645Address Address, TimeSpan TurnRound)> _meters;
    private readonly SortedDictionary<long, byte> _wire = [];

    /// <summary>Meters that answer 20 ms after a request, each a character after the one before, for no two turn round alike.</summary>
    public SharedBus(IEnumerable<long> meters)
        : this(meters.Select((meter, i) => (meter, TimeSpan.FromMilliseconds(20) + (i * TimeSpan.FromSeconds(11.0 / 2400)))))
    {
    }

    public SharedBus(IEnumerable<(long Number, TimeSpan TurnRound)> meters)
    {
        Assert.True(LineUri.TryParse("serial:/dev/bus?baud=2400", out var uri, out _));
        Uri = uri!;
        _meters = [.. meters.Select(meter => (Address(meter.Number), meter.TurnRound))];
    }

    public LineUri Uri { get; }

    /// <summary>Stray bytes come ahead of every reply.</summary>
    public bool Stray { get; init; }

    public ManualTime Time { get; } = new();

    public bool IsOpen => true;

    private long Character => Uri.CharacterTime!.Value.Ticks;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var at in _wire.Keys.Where(at => at <= Time.GetTimestamp()).ToList()) _wire.Remove(at);
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Assert.True(Dlt645Frame.TryParse(bytes.Span, out var request));
        Time.Advance(TimeSpan.FromTicks(bytes.Length * Character));
        var asked = request.Address;
        foreach (var (address, turnRound) in _meters.Where(meter => asked.Matches(meter.Address))) Answer(address, turnRound);
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        if (_wire.Count > 0 && _wire.First() is var (at, value) && at <= deadline)
        {
            Time.Advance(TimeSpan.FromTicks(Math.Max(0, at - Time.GetTimestamp())));
            buffer.Span[0] = value;
            _wire.Remove(at);
            return new(1);
        }

        Time.Advance(TimeSpan.FromTicks(Math.Max(0, deadline - Time.GetTimestamp())));
        return new(0);
    }

    public ValueTask DisposeAsync() => default;

    // Characters are kept on a raster, so that those that meet fall on each other as on a wire.
    private void Answer(Dlt645Address meter, TimeSpan turnRound)
    {
        var reply = new byte[64];
        var length = Dlt645Frame.Write(reply, meter, 0x91, Energy);
        var start = Time.GetTimestamp() + (turnRound.Ticks / Character * Character) + Character;
        if (Stray) _wire[start - Character] = 0x10;
        for (var i = 0; i < length; i++)
        {
            var at = start + (i * Character);
            _wire[at] = _wire.TryGetValue(at, out var other) ? (byte)(other & reply[i]) : reply[i];
        }
    }

    private static Dlt645Address Address(long number)
    {
        Assert.True(Dlt645Address.TryParse(number.ToString("D12"), out var address));
        return address;
    }
}
