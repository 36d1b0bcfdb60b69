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
    public static async ValueTask<Heard> RunAsync(
        ILine line, ReadOnlyMemory<byte> request, IReplyMatcher matcher, Memory<byte> buffer,
        TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        await line.DrainAsync(cancellationToken);
        await line.SendAsync(request, cancellationToken);
        var sent = time.GetTimestamp();
        var deadline = sent + (long)(patience.TotalSeconds * time.TimestampFrequency);
        var front = default(Front);
        while (true)
        {
            if (front.Advance(buffer.Span, matcher)) return front.Reply(sent);
            if (front.Filled == buffer.Length) front.DropOldest(buffer.Span);
            var read = await line.ReceiveAsync(buffer[front.Filled..], deadline, cancellationToken);
            if (read > 0) front.Filled += read;
            else return front.AdvanceAtDeadline(buffer.Span, matcher) ? front.Reply(sent) : front.Silence(sent);
        }
    }
}
