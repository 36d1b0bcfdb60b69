using System.Globalization;

namespace AmrCollector.Protocol.Cjt188;

/// <summary>
/// A data identifier DI0 DI1, written as in the standard: 901F. Most meters send 90 first, others 1F; both orders name the same
/// (dossier Appendix C).
/// </summary>
/// <param name="Value">90 in the high byte.</param>
public readonly record struct Cjt188Id(ushort Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 2;

    /// <summary>Metering data: totals, time, status.</summary>
    public static Cjt188Id Metering => new(0x901F);

    /// <summary>The meter's address.</summary>
    public static Cjt188Id Address => new(0x810A);

    /// <summary>The valve: 55 opens, 99 closes.</summary>
    public static Cjt188Id Valve => new(0xA017);

    /// <summary>True when two wire bytes are this identifier in either order.</summary>
    public bool IsAt(ReadOnlySpan<byte> wire) =>
        wire.Length >= Length && ((wire[0] == Value >> 8 && wire[1] == (byte)Value) || (wire[1] == Value >> 8 && wire[0] == (byte)Value));

    /// <summary>Writes two wire bytes: 90 first, or 1F first when <paramref name="lowFirst"/>.</summary>
    public void WriteTo(Span<byte> destination, bool lowFirst)
    {
        destination[lowFirst ? 1 : 0] = (byte)(Value >> 8);
        destination[lowFirst ? 0 : 1] = (byte)Value;
    }

    /// <summary>Parses four hexadecimal digits.</summary>
    public static bool TryParse(string text, out Cjt188Id id)
    {
        var ok = ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text.Length == 4;
        id = ok ? new(value) : default;
        return ok;
    }

    /// <summary>Four hexadecimal digits: "901F".</summary>
    public override string ToString() => Value.ToString("X4", CultureInfo.InvariantCulture);
}
