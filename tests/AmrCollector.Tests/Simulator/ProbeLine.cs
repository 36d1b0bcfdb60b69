using AmrCollector.Lines;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>A line to simulated meters without wires: replies arrive at once, and a receive without one moves the clock to its deadline.</summary>
internal sealed class ProbeLine(BusProbe probe, ManualTime time) : ILine
{
    private const byte Preamble = 0xFE;

    private ReadOnlyMemory<byte> _arriving;

    public LineUri Uri { get; } = new() { Kind = LineKind.Tcp, Text = "tcp://probe:1", Host = "probe", TcpPort = 1 };

    public bool IsOpen => true;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        _arriving = default;
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var isModbus = probe.Meter.Kind.Protocol == WireProtocol.Modbus;
        _arriving = probe.Hear(isModbus ? bytes.Span : bytes.Span.TrimStart(Preamble), isModbus ? RequestForm.Rtu : RequestForm.Dlt645);
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        if (_arriving.IsEmpty) time.Advance(TimeSpan.FromTicks(Math.Max(0, deadline - time.GetTimestamp())));
        var taken = Math.Min(_arriving.Length, buffer.Length);
        _arriving[..taken].CopyTo(buffer);
        _arriving = _arriving[taken..];
        return ValueTask.FromResult(taken);
    }

    public ValueTask DisposeAsync() => default;
}
