using System.Globalization;

namespace AmrCollector.Metering;

/// <summary>An OBIS code A-B:C.D.E*F (IEC 62056-61); F = 255 is "now" and is not written: 1-0:1.8.0, 1-0:1.8.0*1.</summary>
public readonly record struct ObisCode(byte A, byte B, byte C, byte D, byte E, byte F)
{
    /// <summary>Parses "1-0:1.8.0" or "1-0:1.8.0*1"; false on anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ObisCode code)
    {
        code = default;
        Span<byte> group = stackalloc byte[6];
        group[5] = 255;
        ReadOnlySpan<char> separators = "-:..*";
        for (var i = 0; i < 6; i++)
        {
            var end = i < 5 ? text.IndexOf(separators[i]) : -1;
            if (end < 0 && i < 4) return false;
            var part = end < 0 ? text : text[..end];
            if (part.Length is 0 or > 3 || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out group[i])) return false;
            if (end < 0)
            {
                code = new(group[0], group[1], group[2], group[3], group[4], group[5]);
                return true;
            }

            text = text[(end + 1)..];
        }

        return false;
    }

    /// <summary>The code, or a <see cref="FormatException"/>.</summary>
    public static ObisCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not an OBIS code such as 1-0:1.8.0");

    /// <inheritdoc/>
    public override string ToString() => F == 255
        ? string.Create(CultureInfo.InvariantCulture, $"{A}-{B}:{C}.{D}.{E}")
        : string.Create(CultureInfo.InvariantCulture, $"{A}-{B}:{C}.{D}.{E}*{F}");
}
