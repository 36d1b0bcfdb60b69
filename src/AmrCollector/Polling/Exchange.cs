using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Protocol;

namespace AmrCollector.Polling;

/// <summary>One request, one attributed reply, one absolute deadline: the only loop that reads a line.</summary>
public static class Exchange
{
    /// <summary>
    /// Drains, sends, and waits for a frame that <paramref name="matcher"/> calls ours. Echoes, late and foreign frames are set
    /// aside and the wait goes on. At the deadline the bytes are scanned once more from every start, so that a stray start
    /// byte cannot hide a good frame. <paramref name="buffer"/> must hold the longest reply twice; the reply stays
    /// at its front. <paramref name="patience"/> runs from the moment the request has left.
    /// </summary>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public static ValueTask<Heard> RunAsync(
        ILine line, ReadOnlyMemory<byte> request, IReplyMatcher matcher, Memory<byte> buffer,
        TimeProvider time, TimeSpan patience, CancellationToken cancellationToken) =>
        RunAsync(line, request, matcher, buffer, time, patience, default, cancellationToken);

    /// <summary>
    /// The same; but a garbled reply that is over by <paramref name="whole"/> is not waited for any longer: the deadline has come then.
    /// Echoes, late and foreign frames never count towards it. Its pause lets a reply that comes haltingly end after the deadline.
    /// </summary>
    /// <exception cref="LineLostException">The line is gone.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // one wait an exchange, for years: its state is used again
    public static async ValueTask<Heard> RunAsync(
        ILine line, ReadOnlyMemory<byte> request, IReplyMatcher matcher, Memory<byte> buffer,
        TimeProvider time, TimeSpan patience, WholeReply whole, CancellationToken cancellationToken)
    {
        await line.DrainAsync(cancellationToken);
        await line.SendAsync(request, cancellationToken);
        var sent = time.GetTimestamp();
        var deadline = sent + Ticks(patience, time);
        var latest = deadline + Ticks(10 * whole.Pause, time);
        var front = default(Front);
        while (true)
        {
            if (front.Advance(buffer.Span, matcher)) return front.Reply(sent);
            if (front.Filled == buffer.Length) front.DropOldest(buffer.Span);
            var isOver = whole.Bytes > 0 && front.Unreadable >= whole.Bytes;
            var until = isOver ? Math.Min(deadline, time.GetTimestamp() + Ticks(whole.Silence, time)) : deadline;
            var read = await line.ReceiveAsync(buffer[front.Filled..], until, cancellationToken);
            if (read > 0)
            {
                front.Filled += read;
                if (whole.Pause > TimeSpan.Zero) deadline = Math.Clamp(time.GetTimestamp() + Ticks(whole.Pause, time), deadline, latest);
            }
            else return front.AdvanceAtDeadline(buffer.Span, matcher) ? front.Reply(sent) : front.Silence(sent);
        }
    }

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
