using AmrCollector.Lines;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Polling.Search;

/// <summary>
/// A two-wire bus without time: every meter that an address names answers, each a character after the one before, as no two meters
/// turn round alike; a driven 0 wins over an idle 1. What is not there at once never comes.
/// </summary>
internal sealed class SharedBus(params IEnumerable<long> meters) : ILine
{
    private static readonly byte[] Energy = [0x00, 0x00, 0x01, 0x00, 0x78, 0x56, 0x34, 0x12];

    private readonly List<Dlt645Address> _meters = [.. meters.Select(Address)];
    private byte[] _arriving = [];

    public LineUri Uri { get; } = new() { Kind = LineKind.Tcp, Text = "tcp://bus:1", Host = "bus", TcpPort = 1 };

    public bool IsOpen => true;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        _arriving = [];
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Assert.True(Dlt645Frame.TryParse(bytes.Span, out var request));
        var asked = request.Address;
        var answering = _meters.Where(asked.Matches).ToList();
        for (var i = 0; i < answering.Count; i++) Answer(answering[i], late: i);
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var arrived = _arriving;
        _arriving = [];
        arrived.CopyTo(buffer);
        return new(arrived.Length);
    }

    public ValueTask DisposeAsync() => default;

    private void Answer(Dlt645Address meter, int late)
    {
        var reply = new byte[64];
        var length = Dlt645Frame.Write(reply, meter, 0x91, Energy);
        var heard = Enumerable.Repeat((byte)0xFF, Math.Max(_arriving.Length, late + length)).ToArray();
        _arriving.CopyTo(heard, 0);
        for (var i = 0; i < length; i++) heard[late + i] &= reply[i];
        _arriving = heard;
    }

    private static Dlt645Address Address(long number)
    {
        Assert.True(Dlt645Address.TryParse(number.ToString("D12"), out var address));
        return address;
    }
}
