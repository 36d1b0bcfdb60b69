namespace AmrCollector.Models;

/// <summary>How CJ/T 188 bytes are read (dossier Appendix C). Low byte first; all FF means no value.</summary>
public enum Cjt188Type
{
    /// <summary>Unsigned BCD in the item's own unit: temperatures, hours.</summary>
    Bcd,

    /// <summary>BCD, then one byte that names the unit (2C = m3); a unit that cannot be turned into the item's exactly is a fault.</summary>
    Metered,

    /// <summary>ss mm hh DD MM YY CC, 7 bytes.</summary>
    Time,

    /// <summary>A word of bits, low byte first.</summary>
    Bits,

    /// <summary>Digits that are a number to print, not to reckon with.</summary>
    Digits,
}
