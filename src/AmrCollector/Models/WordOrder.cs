namespace AmrCollector.Models;

/// <summary>Order of a value's bytes on the wire, A the most significant (dossier modbus.md §4).</summary>
public enum WordOrder
{
    /// <summary>High word first, high byte first.</summary>
    Abcd,

    /// <summary>Low word first, high byte first in a word.</summary>
    Cdab,

    /// <summary>High word first, low byte first in a word.</summary>
    Badc,

    /// <summary>Everything reversed.</summary>
    Dcba,
}
