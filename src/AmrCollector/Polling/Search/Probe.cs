using AmrCollector.Lines;

namespace AmrCollector.Polling.Search;

/// <summary>
/// Sends one request and hears the window out, whatever comes: two meters that answer one after the other, or at once, are seen as such.
/// When nobody has begun by the end of the window it is over; what has begun is heard to its end. One owner.
/// </summary>
/// <param name="line">The line.</param>
/// <param name="time">Its clock.</param>
/// <param name="lastByte">
/// On a line that brings all that was heard with the first receive, as a running service does: when its last byte came, from the end of
/// the request. Null on all others.
/// </param>
public sealed class Probe(ILine line, TimeProvider time, Func<TimeSpan?>? lastByte = null)
{
    private const int QuietCharacters = 20;

    private static readonly TimeSpan LeastQuiet = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _heard = new byte[2048];

    /// <summary>Time spent in probes.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>Everything that comes; at most 2,048 bytes.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="timing">How long a first byte is waited for.</param>
    /// <param name="replyBytes">Bytes of the longest reply, for what begins at the last moment.</param>
    /// <param name="cancellationToken">Gives up at once.</param>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public async ValueTask<ProbeReply> HearAsync(
        ReadOnlyMemory<byte> request, SearchTiming timing, int replyBytes, CancellationToken cancellationToken)
    {
        var (began, errors) = (time.GetTimestamp(), line.CharacterErrors);
        await line.DrainAsync(cancellationToken);
        var sending = time.GetTimestamp();
        await line.SendAsync(request, cancellationToken);
        // Drivers and boxes take bytes before they have left: what the wire still needs is added.
        var left = time.GetTimestamp() + Ticks(Owed(timing.Wire(request.Length), time.GetElapsedTime(sending)));
        var window = left + Ticks(timing.FirstByte);
        var end = window + Ticks(timing.Wire(replyBytes) + Quiet(timing));
        var (filled, lastAt) = (0, 0L);
        var deadline = window;
        while (filled < _heard.Length)
        {
            var read = await line.ReceiveAsync(_heard.AsMemory(filled), deadline, cancellationToken);
            if (read == 0) break;
            filled += read;
            lastAt = time.GetTimestamp();
            deadline = Math.Min(end, Math.Max(window, lastAt + Ticks(Quiet(timing))));
        }

        Spent += time.GetElapsedTime(began);
        var last = filled == 0 || lastAt < left ? TimeSpan.Zero : lastByte?.Invoke() ?? time.GetElapsedTime(left, lastAt);
        return new(_heard.AsMemory(0, filled), last, line.CharacterErrors - errors);
    }

    private static TimeSpan Owed(TimeSpan wire, TimeSpan taken) => wire > taken ? wire - taken : TimeSpan.Zero;

    private static TimeSpan Quiet(SearchTiming timing) =>
        timing.Character * QuietCharacters > LeastQuiet ? timing.Character * QuietCharacters : LeastQuiet;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
