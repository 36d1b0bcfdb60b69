namespace AmrCollector.Models;

/// <summary>Order of a value's bytes on the wire, A the most significant (dossier modbus.md §4). The first four hold for any width.</summary>
public enum WordOrder
{
    /// <summary>High word first, high byte first: ABCDEFGH.</summary>
    Abcd,

    /// <summary>Low word first, high byte first in a word: GHEFCDAB.</summary>
    Cdab,

    /// <summary>High word first, low byte first in a word: BADCFEHG.</summary>
    Badc,

    /// <summary>Everything reversed: HGFEDCBA.</summary>
    Dcba,

    /// <summary>64 bits: words swapped within each half.</summary>
    Cdabghef,

    /// <summary>64 bits: the low half first.</summary>
    Efghabcd,

    /// <summary>64 bits: each half reversed.</summary>
    Dcbahgfe,

    /// <summary>64 bits: the low half first, low byte first in a word.</summary>
    Fehgbadc,
}
