namespace AmrCollector.Models.Dictionary;

/// <summary>How the bytes of a dictionary field are shown.</summary>
public enum FieldType
{
    /// <summary>Unsigned BCD.</summary>
    Bcd,

    /// <summary>BCD with the sign in the top bit.</summary>
    SignedBcd,

    /// <summary>Parts of a date and time, written in the standard's letters: YYMMDDhhmm, DDhh, hhmmNN.</summary>
    Clock,

    /// <summary>A word of bits, low byte first.</summary>
    Bits,

    /// <summary>ASCII, reversed on the wire.</summary>
    Text,

    /// <summary>Digits that name something.</summary>
    Digits,

    /// <summary>Bytes without a settled meaning, high byte first.</summary>
    Hex,

    /// <summary>A password or operator's code: never shown.</summary>
    Secret,
}
