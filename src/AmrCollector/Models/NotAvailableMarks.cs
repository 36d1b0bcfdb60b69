using System.Globalization;

namespace AmrCollector.Models;

/// <summary>Raw values that mean "no value": written ones, and the sets that standards and makers use for a type.</summary>
internal static class NotAvailableMarks
{
    /// <summary>The names of sets a model file may write instead of a value.</summary>
    internal static IReadOnlyList<string> Sets { get; } = ["sunspec", "abb"];

    /// <summary>The marks of a set for a type, parted by blanks; null when the type has none in it.</summary>
    internal static string? OfSet(string set, ModbusType type) => (set, type) switch
    {
        ("sunspec", ModbusType.S16) => "8000",
        ("sunspec", ModbusType.U16) => "FFFF",
        ("sunspec", ModbusType.S32) => "80000000",
        ("sunspec", ModbusType.U32) => "FFFFFFFF",
        ("sunspec", ModbusType.Acc32) => "00000000",
        ("sunspec", ModbusType.S64) => "8000000000000000",
        ("sunspec", ModbusType.U64) => "FFFFFFFFFFFFFFFF",
        ("sunspec", ModbusType.Acc64) => "0000000000000000",
        ("sunspec", ModbusType.F32) => "7FC00000",
        ("sunspec", ModbusType.F64) => "7FF8000000000000",
        ("abb", ModbusType.U16) => "FFFF",
        ("abb", ModbusType.S16) => "7FFF",
        ("abb", ModbusType.U32) => "FFFFFFFF",
        ("abb", ModbusType.S32) => "7FFFFFFF",
        ("abb", ModbusType.U64) => "FFFFFFFFFFFFFFFF",
        ("abb", ModbusType.S64) => "7FFFFFFFFFFFFFFF",
        _ => null,
    };

    /// <summary>True when <paramref name="ordered"/> is one of the marks.</summary>
    internal static bool Has(string? marks, ReadOnlySpan<byte> ordered)
    {
        if (marks is null) return false;
        foreach (var range in marks.AsSpan().Split(' '))
            if (Is(marks.AsSpan()[range], ordered)) return true;
        return false;
    }

    private static bool Is(ReadOnlySpan<char> mark, ReadOnlySpan<byte> ordered)
    {
        if (mark.Length != ordered.Length * 2) return false;
        for (var i = 0; i < ordered.Length; i++)
        {
            var good = byte.TryParse(mark.Slice(i * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
            if (!good || value != ordered[i]) return false;
        }

        return true;
    }
}
