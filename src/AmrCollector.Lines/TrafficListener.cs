using System.Threading.Channels;

namespace AmrCollector.Lines;

/// <summary>One who listens to a line. Holds a bounded number of chunks; when its owner is too slow the oldest are dropped and counted.</summary>
public sealed class TrafficListener : IDisposable
{
    /// <summary>Chunks held for a slow listener.</summary>
    public const int Most = 1024;

    private readonly LineTap _tap;
    private readonly Channel<TrafficChunk> _chunks;
    private long _dropped;

    internal TrafficListener(LineTap tap)
    {
        _tap = tap;
        _chunks = Channel.CreateBounded<TrafficChunk>(
            new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Chunks dropped so far because they were not taken in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>What goes over the line from now on, in order, until <paramref name="cancellationToken"/>.</summary>
    public IAsyncEnumerable<TrafficChunk> ListenAsync(CancellationToken cancellationToken) => _chunks.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Listens no more.</summary>
    public void Dispose()
    {
        _tap.Remove(this);
        _chunks.Writer.TryComplete();
    }

    internal void Hear(TrafficChunk chunk) => _chunks.Writer.TryWrite(chunk);
}
