namespace AmrCollector.Models;

/// <summary>The parts of a CJ/T 188 frame in a model's vector: 68 T A0..A6 C L data CS 16 (dossier Appendix C).</summary>
internal readonly ref struct Cjt188Bytes
{
    /// <summary>Identifier and sequence byte, ahead of the values.</summary>
    internal const int Head = 3;

    private const int Overhead = 13;
    private const byte Start = 0x68;
    private const byte End = 0x16;

    private readonly ReadOnlySpan<byte> _frame;

    private Cjt188Bytes(ReadOnlySpan<byte> frame) => _frame = frame;

    internal byte MeterType => _frame[1];

    internal ReadOnlySpan<byte> Address => _frame[2..9];

    internal byte Control => _frame[9];

    internal ReadOnlySpan<byte> Data => _frame[11..^2];

    /// <summary>As written, whichever byte the meter sends first: 901F.</summary>
    internal ushort Id => Data.Length < 2 ? default : Data[0] == 0x1F ? (ushort)((Data[1] << 8) | Data[0]) : (ushort)((Data[0] << 8) | Data[1]);

    /// <summary>The frame; false when length, checksum or either mark is wrong.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, out Cjt188Bytes frame)
    {
        frame = default;
        if (bytes.Length < Overhead || bytes[0] != Start || bytes[^1] != End || bytes.Length != Overhead + bytes[10]) return false;
        byte sum = 0;
        foreach (var part in bytes[..^2]) sum += part;
        frame = new(bytes);
        return sum == bytes[^2];
    }
}
