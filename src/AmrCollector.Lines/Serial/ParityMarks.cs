namespace AmrCollector.Lines.Serial;

/// <summary>
/// Undoes PARMRK (termios(3)): a character that came with wrong parity or stop bit reads as FF 00 X and is dropped and counted, a real
/// FF reads as FF FF. So a damaged character shortens its frame instead of standing in it as a good one.
/// </summary>
internal sealed class ParityMarks
{
    private enum Seen
    {
        Nothing,
        Mark,
        MarkZero,
    }

    private Seen _seen;

    /// <summary>Characters dropped so far.</summary>
    public long Errors { get; private set; }

    /// <summary>Decodes the bytes in place and returns how many remain; a mark may be cut between two calls.</summary>
    public int Decode(Span<byte> bytes)
    {
        if (_seen == Seen.Nothing && !bytes.Contains((byte)0xFF)) return bytes.Length;
        var kept = 0;
        foreach (var value in bytes)
        {
            if (_seen == Seen.MarkZero)
            {
                Errors++;
                _seen = Seen.Nothing;
            }
            else if (_seen == Seen.Mark && value == 0)
            {
                _seen = Seen.MarkZero;
            }
            else if (_seen == Seen.Nothing && value == 0xFF)
            {
                _seen = Seen.Mark;
            }
            else
            {
                bytes[kept++] = value;
                _seen = Seen.Nothing;
            }
        }

        return kept;
    }
}
