namespace AmrCollector.Lines;

/// <summary>
/// Takes out of what is heard, once, exactly the bytes that were sent (an RS-485 adapter that hears itself). At the first byte that
/// differs nothing is taken out: the bytes held back so far are given out in front.
/// </summary>
internal sealed class EchoFilter
{
    private byte[] _sent = [];
    private int _length;
    private int _matched;

    /// <summary>Expects these bytes back, in place of any still expected.</summary>
    public void Expect(ReadOnlySpan<byte> sent)
    {
        if (_sent.Length < sent.Length) _sent = new byte[Math.Max(256, sent.Length)];
        sent.CopyTo(_sent);
        (_length, _matched) = (sent.Length, 0);
    }

    /// <summary>How many bytes may be heard into a buffer of <paramref name="size"/>, so that what is held back still fits; 0 = release first.</summary>
    public int Room(int size) => Math.Max(0, size - _matched);

    /// <summary>Filters the first <paramref name="count"/> bytes in place; returns how many remain, at most count plus what was held.</summary>
    public int Filter(Span<byte> buffer, int count)
    {
        if (_length == 0) return count;
        var held = _matched;
        var same = buffer[..count].CommonPrefixLength(_sent.AsSpan(held, _length - held));
        _matched += same;
        if (_matched == _length)
        {
            (_length, _matched) = (0, 0);
            buffer[same..count].CopyTo(buffer);
            return count - same;
        }

        if (same == count) return 0;
        buffer[..count].CopyTo(buffer[held..]);
        _sent.AsSpan(0, held).CopyTo(buffer);
        (_length, _matched) = (0, 0);
        return count + held;
    }

    /// <summary>Gives out what is held back, because nothing more came in time; as much as fits, the rest is dropped with the expectation.</summary>
    public int Release(Span<byte> buffer)
    {
        var held = Math.Min(_matched, buffer.Length);
        _sent.AsSpan(0, held).CopyTo(buffer);
        (_length, _matched) = (0, 0);
        return held;
    }
}
