namespace AmrCollector.Models;

/// <summary>Names and arithmetic of <see cref="WordOrder"/>.</summary>
public static class WordOrders
{
    private static readonly Dictionary<string, WordOrder> ByName = new(StringComparer.Ordinal)
    {
        ["ABCD"] = WordOrder.Abcd,
        ["CDAB"] = WordOrder.Cdab,
        ["BADC"] = WordOrder.Badc,
        ["DCBA"] = WordOrder.Dcba,
        ["ABCDEFGH"] = WordOrder.Abcd,
        ["GHEFCDAB"] = WordOrder.Cdab,
        ["BADCFEHG"] = WordOrder.Badc,
        ["HGFEDCBA"] = WordOrder.Dcba,
        ["CDABGHEF"] = WordOrder.Cdabghef,
        ["EFGHABCD"] = WordOrder.Efghabcd,
        ["DCBAHGFE"] = WordOrder.Dcbahgfe,
        ["FEHGBADC"] = WordOrder.Fehgbadc,
        ["AB"] = WordOrder.Abcd,
        ["BA"] = WordOrder.Badc,
    };

    /// <summary>Every written name, those of 64 bits included.</summary>
    internal static IReadOnlyDictionary<string, WordOrder> Names => ByName;

    /// <summary>Reads "ABCD", "GHEFCDAB", …; false when there is none of the name.</summary>
    public static bool TryParse(string name, out WordOrder order) => ByName.TryGetValue(name, out order);

    /// <summary>As written for a value of <paramref name="registers"/> registers: "CDAB", "GHEFCDAB".</summary>
    public static string Name(this WordOrder order, int registers)
    {
        if (registers > 4 || registers == 3) return order.ToString().ToUpperInvariant();
        Span<byte> letters = stackalloc byte[registers * 2];
        Span<char> written = stackalloc char[registers * 2];
        for (var i = 0; i < letters.Length; i++) letters[i] = (byte)i;
        Span<byte> ordered = stackalloc byte[letters.Length];
        Apply(letters, order, ordered);
        for (var i = 0; i < ordered.Length; i++) written[ordered[i]] = (char)('A' + i);
        return new(written);
    }

    /// <summary>True when the order says something of a value of <paramref name="registers"/> registers.</summary>
    public static bool Fits(this WordOrder order, int registers) => order <= WordOrder.Dcba || registers == 4;

    /// <summary>Turns wire bytes into ABCD.., most significant first.</summary>
    internal static void Apply(ReadOnlySpan<byte> wire, WordOrder order, Span<byte> ordered)
    {
        var last = wire.Length - 1;
        for (var i = 0; i < wire.Length; i++)
        {
            ordered[i] = order switch
            {
                WordOrder.Cdab => wire[(last - i) ^ 1],
                WordOrder.Badc => wire[i ^ 1],
                WordOrder.Dcba => wire[last - i],
                WordOrder.Cdabghef => wire[i ^ 2],
                WordOrder.Efghabcd => wire[i ^ 4],
                WordOrder.Dcbahgfe => wire[i ^ 3],
                WordOrder.Fehgbadc => wire[i ^ 5],
                _ => wire[i],
            };
        }
    }
}
