using System.Globalization;

namespace AmrCollector.Models.Dictionary;

/// <summary>A data format in the standard's own notation: XXXXXX.XX, ±XX.XXXX, YYMMDDhhmm, bits:2, text:32, raw.</summary>
/// <param name="Type">How the bytes are shown.</param>
/// <param name="Width">Bytes, 1..64; 0 for all that are left.</param>
/// <param name="Decimals">Digits behind the point.</param>
/// <param name="Pattern">The letters of a <see cref="FieldType.Clock"/>, else empty.</param>
public readonly record struct FieldFormat(FieldType Type, int Width, int Decimals, string Pattern)
{
    /// <summary>All bytes that are left, without a settled meaning.</summary>
    private const string Rest = "raw";

    /// <summary>Parses the notation; <see cref="FormatException"/> on anything else.</summary>
    public static FieldFormat Parse(string text)
    {
        if (text.Length == 0) throw new FormatException("a format is empty");
        if (text == Rest) return new(FieldType.Hex, 0, 0, "");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) return new(Enum.Parse<FieldType>(text[..colon], ignoreCase: true), int.Parse(text[(colon + 1)..], CultureInfo.InvariantCulture), 0, "");
        if ("CYMDhmsW".Contains(text[0], StringComparison.Ordinal)) return new(FieldType.Clock, text.Length / 2, 0, text);

        var signed = text[0] == '±';
        var number = signed ? text[1..] : text;
        if (number.AsSpan().ContainsAnyExcept("XN.")) throw new FormatException($"'{text}' is no data format");
        var digits = number.Count(letter => letter != '.');
        var point = number.IndexOf('.', StringComparison.Ordinal);
        return new(signed ? FieldType.SignedBcd : FieldType.Bcd, (digits + 1) / 2, point < 0 ? 0 : number.Length - point - 1, "");
    }
}
