using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AmrCollector.Protocol;

/// <summary>Modbus' CRC-16: initial FFFF, reflected polynomial A001, no final xor; sent low byte first.</summary>
public static class Crc16
{
    private const int Stride = 8;

    // Row k: what a byte does to the checksum of all that stands k bytes behind it.
    private static readonly ushort[] Rows = MakeRows();

    // What 128 more bits do to the two halves of 128: x^191 and x^127 modulo the polynomial, reflected.
    private static readonly Vector128<ulong> Fold = Vector128.Create(0xCCD0_0000_0000_0000, 0xC100_0000_0000_0000);

    /// <summary>The checksum of <paramref name="bytes"/>; "123456789" gives 4B37.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(Rows);
        uint crc = 0xFFFF;
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * Vector128<byte>.Count)
        {
            var folded = Folded(ref bytes, crc);
            crc = Step(ref rows, folded.GetElement(1) ^ Step(ref rows, folded.GetElement(0)));
        }

        var last = bytes.Length >= Stride ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[^Stride..]) : 0;
        var whole = bytes.Length >= Stride;
        for (; bytes.Length >= Stride; bytes = bytes[Stride..]) crc = Step(ref rows, BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc);
        if (whole && bytes.Length >= 2)
        {
            // Zeros ahead of the rest and of the checksum so far change nothing.
            var ahead = 8 * (Stride - bytes.Length);
            return (ushort)Step(ref rows, ((last >> ahead) ^ crc) << ahead);
        }

        foreach (var b in bytes) crc = (crc >> 8) ^ Row(ref rows, 0, crc ^ b);
        return (ushort)crc;
    }

    /// <summary>The checksum of eight bytes, the first of them the lowest of <paramref name="bytes"/>.</summary>
    public static ushort OfEight(ulong bytes) => (ushort)Step(ref MemoryMarshal.GetArrayDataReference(Rows), bytes ^ 0xFFFF);

    // Sixteen bytes whose checksum from 0 is that of all whole sixteens at the front of bytes, which loses them.
    private static Vector128<ulong> Folded(ref ReadOnlySpan<byte> bytes, uint crc)
    {
        var folded = Vector128.Create(bytes).AsUInt64() ^ Vector128.CreateScalar((ulong)crc);
        for (bytes = bytes[Vector128<byte>.Count..]; bytes.Length >= Vector128<byte>.Count; bytes = bytes[Vector128<byte>.Count..])
            folded = Pclmulqdq.CarrylessMultiply(folded, Fold, 0x00) ^ Pclmulqdq.CarrylessMultiply(folded, Fold, 0x11) ^ Vector128.Create(bytes).AsUInt64();
        return folded;
    }

    private static uint Step(ref ushort rows, ulong eight) =>
        Row(ref rows, 7, eight) ^ Row(ref rows, 6, eight >> 8) ^ Row(ref rows, 5, eight >> 16) ^ Row(ref rows, 4, eight >> 24)
        ^ Row(ref rows, 3, eight >> 32) ^ Row(ref rows, 2, eight >> 40) ^ Row(ref rows, 1, eight >> 48) ^ Row(ref rows, 0, eight >> 56);

    // The index is a row of eight and a byte, so it is inside the table.
    private static uint Row(ref ushort rows, int row, ulong value) => Unsafe.Add(ref rows, (row * 256) + (int)(value & 0xFF));

    private static ushort[] MakeRows()
    {
        var rows = new ushort[Stride * 256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (ushort)i;
            for (var bit = 0; bit < 8; bit++) crc = (ushort)((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
            rows[i] = crc;
        }

        for (var i = 256; i < rows.Length; i++) rows[i] = (ushort)((rows[i - 256] >> 8) ^ rows[rows[i - 256] & 0xFF]);
        return rows;
    }
}
