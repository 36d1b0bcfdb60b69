namespace AmrCollector.Lines.DialIn;

/// <summary>
/// Takes heartbeats, and repeats of the registration packet, out of what a unit sends. The rule is to take only what cannot be part of a
/// reply; what is left in is noise to the frame scanner, which finds the frame behind it, and costs at most a second exchange.
/// <para>Before the first byte of a reply every heartbeat is taken that a reply to the request cannot begin with: a DL/T 645 or CJ/T 188
/// reply begins with 68 behind any number of FE, so that an FE heartbeat taken there was at worst a preamble, which carries nothing; a
/// Modbus reply repeats the unit and the function, so that a heartbeat 01 stays in when unit 1 was asked.</para>
/// <para>Once a reply has begun, a piece that is nothing but heartbeats is taken when the heartbeat has at least
/// <see cref="LeastAlone"/> bytes: a unit that sends one between two pieces of a reply. A shorter one is left in, because a line that
/// arrives byte by byte would lose its data to it; the checksum then refuses the frame and the question is asked again.</para>
/// Pure; one owner.
/// </summary>
internal sealed class HeartbeatCut
{
    /// <summary>Bytes of the shortest heartbeat that is taken out of the middle of a reply.</summary>
    internal const int LeastAlone = 4;

    private readonly ReadOnlyMemory<byte>[] _patterns;
    private byte[] _held = [];
    private (int First, int Second) _expected = (-1, -1);
    private bool _inReply;

    internal HeartbeatCut(IEnumerable<ReadOnlyMemory<byte>> patterns) =>
        _patterns = [.. patterns.Where(pattern => !pattern.IsEmpty).OrderByDescending(pattern => pattern.Length)];

    /// <summary>Heartbeats taken out.</summary>
    internal long Taken { get; private set; }

    /// <summary>Bytes that may be the front of a heartbeat and are kept back until more is known.</summary>
    internal int Held => _held.Length;

    /// <summary>Nothing is expected: what comes next is not the middle of anything.</summary>
    internal void Rest() => (_expected, _inReply, _held) = ((-1, -1), false, []);

    /// <summary>A request has left: what comes next may be its reply.</summary>
    internal void Expect(ReadOnlySpan<byte> request)
    {
        Rest();
        var front = request.TrimStart((byte)0xFE);
        _expected = (front.Length > 0 ? front[0] : -1, front.Length > 1 ? front[1] : -1);
    }

    /// <summary>What of <paramref name="piece"/>, which arrived at once, is no heartbeat; with what was kept back before it.</summary>
    internal ReadOnlySpan<byte> Take(ReadOnlySpan<byte> piece)
    {
        if (_patterns.Length == 0 || piece.IsEmpty) return piece;
        if (_inReply) return IsAlone(piece) ? default : piece;
        if (_held.Length > 0) piece = (byte[])[.. _held, .. piece];
        _held = [];
        while (Front(piece) is > 0 and var length)
        {
            Taken++;
            piece = piece[length..];
        }

        if (piece.IsEmpty) return piece;
        if (IsFrontOfOne(piece))
        {
            _held = piece.ToArray();
            return default;
        }

        _inReply = true;
        return piece;
    }

    /// <summary>What was kept back, when nothing more will come of it.</summary>
    internal ReadOnlySpan<byte> Release()
    {
        var held = _held;
        _held = [];
        _inReply |= held.Length > 0;
        return held;
    }

    private int Front(ReadOnlySpan<byte> piece)
    {
        foreach (var pattern in _patterns)
            if (!MayBeginReply(pattern.Span) && piece.StartsWith(pattern.Span)) return pattern.Length;
        return 0;
    }

    private bool IsFrontOfOne(ReadOnlySpan<byte> piece)
    {
        foreach (var pattern in _patterns)
            if (!MayBeginReply(pattern.Span) && pattern.Length > piece.Length && pattern.Span.StartsWith(piece)) return true;
        return false;
    }

    private bool MayBeginReply(ReadOnlySpan<byte> pattern)
    {
        if (pattern[0] != _expected.First) return false;
        if (pattern.Length == 1 || _expected.First == 0x68) return true;
        return pattern[1] == _expected.Second || pattern[1] == (_expected.Second | 0x80);
    }

    private bool IsAlone(ReadOnlySpan<byte> piece)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Length < LeastAlone || piece.Length % pattern.Length != 0) continue;
            var rest = piece;
            while (rest.StartsWith(pattern.Span)) rest = rest[pattern.Length..];
            if (!rest.IsEmpty) continue;
            Taken += piece.Length / pattern.Length;
            return true;
        }

        return false;
    }
}
