namespace AmrCollector.Simulator;

/// <summary>Bits a second and character format of one end of a serial line.</summary>
/// <param name="Baud">Bits a second; 0 when bytes take no time.</param>
/// <param name="Format">Data bits, parity, stop bits: 8E1.</param>
internal readonly record struct WireSpeed(int Baud, string Format)
{
    /// <summary>7 or 8.</summary>
    internal int DataBits => Format[0] - '0';

    /// <summary>N, E or O.</summary>
    internal char Parity => Format[1];

    /// <summary>1 or 2.</summary>
    internal int StopBits => Format[2] - '0';

    /// <summary>Start, data, parity, stop.</summary>
    internal int BitsPerCharacter => 1 + DataBits + (Parity == 'N' ? 0 : 1) + StopBits;

    /// <summary>
    /// True when a meter of this speed understands what is sent at another, as far as a pseudo terminal can tell: it carries speed, odd
    /// parity and stop bits, but keeps 8 bits and forgets even parity. A second stop bit takes the place of a parity bit.
    /// </summary>
    internal bool Understands(WireSpeed asked) =>
        Baud == asked.Baud && (Parity == 'O') == (asked.Parity == 'O') && (Parity == 'N' || asked.StopBits == 1);
}
