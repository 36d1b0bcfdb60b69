using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>Where traffic comes from: a line that is only listened to, or a capture.</summary>
internal static class TrafficSource
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// What is heard on an open line, which nothing is ever sent on; an empty piece when nothing came for half a second. Until cancelled.
    /// </summary>
    internal static async IAsyncEnumerable<TrafficPiece> OfLineAsync(ILine line, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, buffer) = (time.GetTimestamp(), new byte[1024]);
        while (!cancellationToken.IsCancellationRequested)
        {
            var deadline = time.GetTimestamp() + (long)(Tick.TotalSeconds * time.TimestampFrequency);
            var read = await line.ReceiveAsync(buffer, deadline, cancellationToken);
            yield return new(time.GetUtcNow(), time.GetElapsedTime(start).Ticks * 100, false, buffer.AsSpan(0, read).ToArray());
        }
    }

    /// <summary>The pieces of a capture; exit code 1 with the number of the line that makes no sense.</summary>
    internal static async IAsyncEnumerable<TrafficPiece> OfTextAsync(TextReader text, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (number == 1)
            {
                if (!CaptureText.IsHead(line)) throw new VerbFailedException(ExitCode.Failed, $"{name} is no capture: its first line is {{\"amrCapture\":1,…}}; amr capture writes one");
            }
            else if (CaptureText.TryRead(line, out var piece, out var why))
            {
                yield return piece;
            }
            else if (why is not null)
            {
                throw new VerbFailedException(ExitCode.Failed, $"{name}, line {number}: {why}");
            }
        }
    }
}
