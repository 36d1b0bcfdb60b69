using System.Globalization;
using System.Text;
using AmrCollector.Metering;
using AmrCollector.Protocol;

namespace AmrCollector.Models.Dictionary;

/// <summary>Plain bytes of one field to what they say (dossier §9). Never throws on bytes.</summary>
public static class FieldReader
{
    private const int LongestNumber = 9;

    /// <summary>Reads <paramref name="bytes"/>, which are exactly the field's width.</summary>
    public static FieldValue Read(DictionaryField field, ReadOnlySpan<byte> bytes)
    {
        if (field.Format.Type == FieldType.Secret) return new(field, new('*', bytes.Length * 2), "not shown");
        if (field.Format.Type != FieldType.Hex)
        {
            if (!bytes.ContainsAnyExcept((byte)0xFF)) return new(field, null, "no value (FF)");
            if (field.Format.Type != FieldType.Bits && !bytes.ContainsAnyExcept((byte)0xEE)) return new(field, null, "no value (EE)");
        }

        return field.Format.Type switch
        {
            FieldType.Bcd or FieldType.SignedBcd => Number(field, bytes),
            FieldType.Clock => ClockText.Read(field, bytes),
            FieldType.Bits => Bits(field, bytes),
            FieldType.Text => Text(field, bytes),
            FieldType.Digits => Digits(field, bytes),
            _ => new(field, HighFirst(bytes)),
        };
    }

    /// <summary>Hex digits, high byte first, as the standard writes values.</summary>
    public static string HighFirst(ReadOnlySpan<byte> bytes)
    {
        var turned = bytes.ToArray();
        Array.Reverse(turned);
        return Convert.ToHexString(turned);
    }

    private static FieldValue Number(DictionaryField field, ReadOnlySpan<byte> bytes)
    {
        long raw = 0;
        var good = bytes.Length <= LongestNumber
            && (field.Format.Type == FieldType.SignedBcd ? Bcd.TryReadSigned(bytes, out raw) : Bcd.TryRead(bytes, out raw));
        return good
            ? new(field, Quantity.Scaled(raw, field.Format.Decimals).ToString(CultureInfo.InvariantCulture))
            : new(field, null, $"a digit is not decimal: {HighFirst(bytes)}");
    }

    private static FieldValue Bits(DictionaryField field, ReadOnlySpan<byte> bytes)
    {
        if (field.BitNames is not { } names) return new(field, HighFirst(bytes));
        List<string> set = [];
        for (var bit = 0; bit < bytes.Length * 8; bit++)
            if ((bytes[bit / 8] & (1 << (bit % 8))) != 0) set.Add(names.TryGetValue(bit, out var name) ? name : $"bit {bit}");
        return new(field, HighFirst(bytes), set.Count == 0 ? null : string.Join(", ", set));
    }

    private static FieldValue Text(DictionaryField field, ReadOnlySpan<byte> bytes)
    {
        var turned = bytes.ToArray();
        Array.Reverse(turned);
        var text = turned.AsSpan().Trim((byte)0).Trim((byte)0xFF).Trim((byte)0).Trim((byte)' ');
        return text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
            ? new(field, null, $"no ASCII text: {HighFirst(bytes)}")
            : new(field, Encoding.ASCII.GetString(text));
    }

    private static FieldValue Digits(DictionaryField field, ReadOnlySpan<byte> bytes)
    {
        var digits = HighFirst(bytes);
        return digits.All(char.IsAsciiDigit) ? new(field, digits) : new(field, null, $"a digit is not decimal: {digits}");
    }
}
