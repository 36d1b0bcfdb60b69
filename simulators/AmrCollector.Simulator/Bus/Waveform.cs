namespace AmrCollector.Simulator.Bus;

/// <summary>
/// What a receiver hears when several meters speak on one pair of wires: each drives its own bits from its own start, a driven 0 wins over
/// an idle 1, and a UART at the other end makes bytes of what is left. Time is counted in quarters of a bit, so that two meters need not
/// be in step. Where only one speaks its bytes come out as they went in.
/// </summary>
internal sealed class Waveform
{
    /// <summary>Steps a bit is cut into.</summary>
    internal const int StepsPerBit = 4;

    private readonly WireSpeed _speed;
    private readonly List<(int Start, byte[] Bytes)> _speakers = [];
    private bool[] _low = [];
    private int _end;

    internal Waveform(WireSpeed speed) => _speed = speed;

    /// <summary>Forgets all speakers.</summary>
    internal void Clear() => _speakers.Clear();

    /// <summary>Adds bytes whose first start bit begins so long after the request's last bit.</summary>
    internal void Add(ReadOnlySpan<byte> bytes, TimeSpan after) =>
        _speakers.Add(((int)(after.TotalSeconds * _speed.Baud * StepsPerBit), bytes.ToArray()));

    /// <summary>
    /// Writes the bytes that are heard and when each is complete, in steps after the request; returns how many. What does not fit is lost.
    /// </summary>
    internal int Hear(Span<byte> heard, Span<int> completeAt)
    {
        Draw();
        var (count, step, character) = (0, 0, _speed.BitsPerCharacter * StepsPerBit);
        while (count < heard.Length && (step = FallingEdge(step)) >= 0)
        {
            heard[count] = Sample(step);
            completeAt[count++] = step + character;
            // The next start bit is looked for from the middle of the stop bit on; a stop bit that is low must first end.
            step += character - (StepsPerBit / 2);
            while (step < _end && _low[step]) step++;
        }

        return count;
    }

    private void Draw()
    {
        var character = _speed.BitsPerCharacter * StepsPerBit;
        _end = 0;
        foreach (var (start, bytes) in _speakers) _end = Math.Max(_end, start + (bytes.Length * character));
        if (_low.Length < _end) _low = new bool[_end];
        Array.Clear(_low, 0, _end);
        foreach (var (start, bytes) in _speakers)
            for (var i = 0; i < bytes.Length; i++) DrawCharacter(start + (i * character), bytes[i]);
    }

    private void DrawCharacter(int at, byte value)
    {
        Low(at);
        for (var bit = 0; bit < _speed.DataBits; bit++)
            if ((value & (1 << bit)) == 0) Low(at + ((1 + bit) * StepsPerBit));
        if (_speed.Parity == 'N') return;
        var odd = (System.Numerics.BitOperations.PopCount((uint)(value & ((1 << _speed.DataBits) - 1))) & 1) != 0;
        if (odd == (_speed.Parity == 'O')) Low(at + ((1 + _speed.DataBits) * StepsPerBit));
    }

    private void Low(int at) => Array.Fill(_low, true, at, StepsPerBit);

    private int FallingEdge(int from)
    {
        for (var step = from; step < _end; step++)
            if (_low[step]) return step;
        return -1;
    }

    // Each bit in its middle.
    private byte Sample(int start)
    {
        var value = 0;
        for (var bit = 0; bit < _speed.DataBits; bit++)
        {
            var at = start + ((1 + bit) * StepsPerBit) + (StepsPerBit / 2);
            if (at >= _end || !_low[at]) value |= 1 << bit;
        }

        return (byte)value;
    }
}
