using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling.Traffic;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Traces;

/// <summary>
/// Frames of one meter, for a time: each is a line in the log at level trace, and comes to whoever follows. Ends by itself when its time is over. Passwords and
/// operator codes are blanked, as in every capture.
/// </summary>
internal sealed class MeterTrace : IDisposable
{
    /// <summary>Frames held for a follower who is too slow; the oldest are dropped.</summary>
    private const int Most = 1024;

    private readonly MeterFrames _frames;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _over;
    private readonly Lock _gate = new();
    private Channel<TrafficFrame>[] _followers = [];
    private long _count;
    private TrafficFrame? _last;
    private bool _ended;

    /// <param name="meter">The meter.</param>
    /// <param name="frames">Picks its frames.</param>
    /// <param name="until">When it ends.</param>
    /// <param name="left">The same from now.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Gets the frames.</param>
    public MeterTrace(Meter meter, MeterFrames frames, DateTimeOffset until, TimeSpan left, TimeProvider time, ILogger logger)
    {
        (Meter, Until, _frames, _logger) = (meter, until, frames, logger);
        _over = new(left, time);
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>True on a Modbus TCP connection.</summary>
    public required bool IsMbap { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Frames so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Ends it before its time.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (!_ended) _ = _over.CancelAsync();
        }
    }

    /// <summary>Traces what goes over <paramref name="tap"/> until the time is over.</summary>
    public async Task RunAsync(LineTap tap)
    {
        using (var listener = tap.Listen())
        {
            try
            {
                await foreach (var chunk in listener.ListenAsync(_over.Token))
                    foreach (var frame in _frames.Add(new(chunk.At, chunk.Nanoseconds, chunk.Direction == TrafficDirection.Sent, chunk.Bytes))) Tell(frame);
            }
            catch (OperationCanceledException)
            {
                foreach (var frame in _frames.Flush()) Tell(frame);
            }
        }

        lock (_gate)
        {
            _ended = true;
            foreach (var follower in _followers) follower.Writer.TryComplete();
        }

        _logger.TraceEnded(Meter.Id, Count);
    }

    /// <summary>Its frames from now on, until it ends.</summary>
    public async IAsyncEnumerable<TrafficFrame> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = Channel.CreateBounded<TrafficFrame>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            if (_ended) yield break;
            _followers = [.. _followers, frames];
        }

        try
        {
            await foreach (var frame in frames.Reader.ReadAllAsync(cancellationToken)) yield return frame;
        }
        finally
        {
            lock (_gate) _followers = [.. _followers.Where(other => other != frames)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    private void Tell(TrafficFrame frame)
    {
        Interlocked.Increment(ref _count);
        var blanked = frame with { Bytes = CaptureSecrets.Blanked(frame) };
        var since = _last is { } last ? (frame.Nanoseconds - last.Nanoseconds) / 1_000_000 : 0;
        _last = blanked;
        _logger.Frame(Meter.Line, Meter.Id, frame.IsSent ? "->" : frame.Protocol is null ? "<- (noise)" : "<-", since, Convert.ToHexString(blanked.Bytes));
        lock (_gate)
        {
            foreach (var follower in _followers) follower.Writer.TryWrite(blanked);
        }
    }
}
