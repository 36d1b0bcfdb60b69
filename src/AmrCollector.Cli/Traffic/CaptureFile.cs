using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>A capture being written: bounded, its secrets blanked, on disk at every piece.</summary>
internal sealed class CaptureFile(TextWriter file, bool isMbap, long most, Action full)
{
    private readonly CaptureBuffer _buffer = new(isMbap);
    private long _written;

    /// <summary>Pieces written.</summary>
    internal int Pieces { get; private set; }

    /// <summary>Bytes heard and written.</summary>
    internal long Bytes { get; private set; }

    internal void Begin(string line, DateTimeOffset now) => Line(CaptureText.Head(line, now));

    internal void Add(TrafficPiece piece) => Write(_buffer.Add(piece));

    internal void End() => Write(_buffer.Flush());

    private void Write(IReadOnlyList<TrafficPiece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (_written >= most)
            {
                full();
                return;
            }

            Line(CaptureText.Line(piece));
            Pieces++;
            Bytes += piece.Bytes.Length;
        }
    }

    private void Line(string text)
    {
        file.WriteLine(text);
        file.Flush();
        _written += text.Length + 1;
    }
}
