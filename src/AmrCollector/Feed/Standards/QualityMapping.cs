using System.Globalization;

namespace AmrCollector.Feed.Standards;

/// <summary>
/// What other markets call a CIM reading-quality code x.category.index (IEC 61968-9): vee.md 5.1 and 5.3. NEM12 and NEM13 flags and methods are
/// those of AEMO's Meter Data File Format and Metrology Procedure Part B, Green Button's those of ESPI's QualityOfReading. Pure; nothing here
/// changes what is stored.
/// </summary>
public static class QualityMapping
{
    private const int Methods = 1000; // our vendor range: 1051 is the method of rule V51

    /// <summary>Flag and method for an interval of NEM12: "A", "S17", "N".</summary>
    public static string Nem12(string cim) => Of(cim) switch
    {
        (8, Methods + 50) => "S11",
        (8, Methods + 51) => "S17",
        (8, Methods + 52) => "S24",
        (8, Methods + 53) => "S20",
        (8, Methods + 54) => "S25",
        (8, Methods + 55) => "E51",
        (8, Methods + 56) => "E57",
        (8, _) => "S12",
        (7, 3) or (5, _) or (10, 0) => "N",
        (7, _) => "F12",
        (11, _) => "S12",
        (12, _) => "E51",
        _ => "A",
    };

    /// <summary>Flag and method for a register of NEM13: "A", "S54", "E65".</summary>
    public static string Nem13(string cim) => Of(cim) switch
    {
        (8, Methods + 50) => "S55",
        (8, Methods + 51 or Methods + 52) => "S54",
        (8, Methods + 53) => "E62",
        (8, Methods + 54) => "E65",
        (8, Methods + 55) => "E61",
        (8, Methods + 56) => "E63",
        (8, Methods + 64) => "E64", // agreed with the customer
        (8, _) => "E64",
        (7, 3) or (5, _) or (10, 0) => "N",
        (7, _) => "F55",
        (11, _) => "S54",
        (12, _) => "E61",
        _ => "A",
    };

    /// <summary>QualityOfReading of Green Button.</summary>
    public static int GreenButton(string cim) => Of(cim) switch
    {
        (8, Methods + 51) => 9, // estimated using linear interpolation
        (8, Methods + 52 or Methods + 53 or Methods + 55) => 8, // estimated using reference day
        (8, Methods) or (11, _) => 11, // derived
        (8, _) or (12, _) => 12, // projected
        (7, 3) or (5, _) or (10, 0) => 10, // questionable
        (7, _) => 7, // manually edited
        (10, _) => 18, // verified
        _ => 17, // validated
    };

    private static (int Category, int Index) Of(string cim)
    {
        var parts = cim.Split('.');
        return parts.Length == 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var category)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (category, index)
            : (5, 258); // what cannot be read is no validated number
    }
}
