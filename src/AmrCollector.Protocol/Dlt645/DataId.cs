using System.Globalization;

namespace AmrCollector.Protocol.Dlt645;

/// <summary>A 2007 data identifier DI3 DI2 DI1 DI0, written as in the standard: 00010000. DI0 travels first.</summary>
/// <param name="Value">The identifier as a number, DI3 in the top byte.</param>
public readonly record struct DataId(uint Value)
{
    /// <summary>Bytes of an identifier on the wire.</summary>
    public const int Length = 4;

    /// <summary>Reads four plain (offset taken off) bytes, DI0 first.</summary>
    public static DataId FromWire(ReadOnlySpan<byte> plain) =>
        new((uint)(plain[0] | (plain[1] << 8) | (plain[2] << 16) | (plain[3] << 24)));

    /// <summary>Parses eight hexadecimal digits.</summary>
    public static bool TryParse(string text, out DataId id)
    {
        var ok = uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text.Length == 8;
        id = ok ? new(value) : default;
        return ok;
    }

    /// <summary>Writes four plain bytes, DI0 first.</summary>
    public void WriteTo(Span<byte> destination)
    {
        for (var i = 0; i < Length; i++) destination[i] = (byte)(Value >> (8 * i));
    }

    /// <summary>Eight hexadecimal digits: "0001FF00".</summary>
    public override string ToString() => Value.ToString("X8", CultureInfo.InvariantCulture);
}
