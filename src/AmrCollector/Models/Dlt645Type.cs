namespace AmrCollector.Models;

/// <summary>How DL/T 645 bytes are read (dossier §9).</summary>
public enum Dlt645Type
{
    /// <summary>Unsigned BCD.</summary>
    Bcd,

    /// <summary>BCD with the sign in the top bit.</summary>
    SignedBcd,

    /// <summary>A maximum demand: 3 BCD bytes, then YYMMDDhhmm of its occurrence (8 bytes).</summary>
    Demand,

    /// <summary>YYMMDDhhmm, minute first on the wire (5 bytes).</summary>
    Time,

    /// <summary>Date and weekday, WW DD MM YY (4 bytes).</summary>
    Date,

    /// <summary>hhmmss, second first on the wire (3 bytes).</summary>
    TimeOfDay,

    /// <summary>A word of bits, low byte first.</summary>
    Bits,

    /// <summary>Digits that are a number to print, not to reckon with: addresses, meter numbers.</summary>
    Digits,

    /// <summary>Text, reversed on the wire.</summary>
    Text,

    /// <summary>A maximum demand whose sign is the top bit of its third byte: combined reactive (dossier §10.2).</summary>
    SignedDemand,
}
