using System.Threading.Channels;

namespace AmrCollector.Simulator.Wire;

/// <summary>A pseudo terminal as a line. One thread waits on the master and stamps what arrives.</summary>
internal sealed class PtyWire : IWire
{
    private const int StopCheckMs = 100;

    private readonly Pty _pty;
    private readonly TimeProvider _time;
    private readonly string _options;
    private readonly Thread _reading;
    private readonly Channel<(byte[] Bytes, long At, WireSpeed? Asked)> _received = Channel.CreateBounded<(byte[], long, WireSpeed?)>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, SingleWriter = true });

    private volatile bool _stopping;

    internal PtyWire(int baud, string format, TimeProvider time)
    {
        (_time, _options, _pty) = (time, $"?baud={baud}&format={format}", new Pty(new WireSpeed(baud, format)));
        _reading = new Thread(ReadOn) { IsBackground = true, Name = $"simulated {_pty.SlavePath}" };
        _reading.Start();
    }

    /// <inheritdoc/>
    public string Uri => $"serial:{_pty.SlavePath}{_options}";

    /// <inheritdoc/>
    public long LastArrival { get; private set; }

    /// <inheritdoc/>
    public WireSpeed? Asked { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var (bytes, at, asked) = await _received.Reader.ReadAsync(cancellationToken);
        (LastArrival, Asked) = (at, asked);
        var length = Math.Min(bytes.Length, buffer.Length);
        bytes.AsSpan(0, length).CopyTo(buffer.Span);
        return length;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _pty.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes) => _pty.Write(bytes);

    /// <summary>A serial port has no connection to cut.</summary>
    public void Cut()
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _stopping = true;
        _reading.Join();
        _pty.Dispose();
        return ValueTask.CompletedTask;
    }

    private void ReadOn()
    {
        Span<byte> buffer = stackalloc byte[256];
        while (!_stopping)
        {
            var length = _pty.Read(buffer, StopCheckMs);
            if (length > 0) _received.Writer.TryWrite((buffer[..length].ToArray(), _time.GetTimestamp(), _pty.Asked()));
        }
    }
}
