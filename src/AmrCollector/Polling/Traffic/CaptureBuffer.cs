namespace AmrCollector.Polling.Traffic;

/// <summary>
/// Holds pieces back until it is known what they are part of, so that no password is kept; then gives them out as they came, blanked,
/// with their own times. Pure; holds what a <see cref="FrameCutter"/> holds.
/// </summary>
/// <param name="isMbap">True on a Modbus TCP connection.</param>
public sealed class CaptureBuffer(bool isMbap)
{
    private readonly FrameCutter _cutter = new(isMbap);
    private readonly Queue<(TrafficPiece Piece, byte[] Shown)> _pieces = new();
    private int _shown;

    /// <summary>Takes a piece; the pieces that may be kept now, in order.</summary>
    public IReadOnlyList<TrafficPiece> Add(TrafficPiece piece)
    {
        var frames = _cutter.Add(piece); // may end what was held before this piece
        if (!piece.Bytes.IsEmpty) _pieces.Enqueue((piece, new byte[piece.Bytes.Length]));
        return Release(frames);
    }

    /// <summary>Nothing more comes: all that is held.</summary>
    public IReadOnlyList<TrafficPiece> Flush() => Release(_cutter.Flush());

    private List<TrafficPiece> Release(IReadOnlyList<TrafficFrame> frames)
    {
        List<TrafficPiece> kept = [];
        foreach (var frame in frames)
        {
            ReadOnlySpan<byte> bytes = CaptureSecrets.Blanked(frame);
            while (!bytes.IsEmpty)
            {
                var (piece, shown) = _pieces.Peek();
                var part = Math.Min(bytes.Length, shown.Length - _shown);
                bytes[..part].CopyTo(shown.AsSpan(_shown));
                bytes = bytes[part..];
                _shown += part;
                if (_shown < shown.Length) continue;
                kept.Add(piece with { Bytes = shown });
                _pieces.Dequeue();
                _shown = 0;
            }
        }

        return kept;
    }
}
