using AmrCollector.Lines;

namespace AmrCollector.Polling.Search;

/// <summary>
/// Sends one request and hears the whole window out, whatever comes: two meters that answer one after the other, or at once, are
/// seen as such. One owner.
/// </summary>
public sealed class Probe(ILine line, TimeProvider time)
{
    private readonly byte[] _heard = new byte[2048];

    /// <summary>Everything that arrives within <paramref name="window"/> after the request has left; at most 2,048 bytes.</summary>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> HearAsync(ReadOnlyMemory<byte> request, TimeSpan window, CancellationToken cancellationToken)
    {
        await line.DrainAsync(cancellationToken);
        await line.SendAsync(request, cancellationToken);
        var deadline = time.GetTimestamp() + (long)(window.TotalSeconds * time.TimestampFrequency);
        var filled = 0;
        while (filled < _heard.Length)
        {
            var read = await line.ReceiveAsync(_heard.AsMemory(filled), deadline, cancellationToken);
            if (read == 0) break;
            filled += read;
        }

        return _heard.AsMemory(0, filled);
    }
}
