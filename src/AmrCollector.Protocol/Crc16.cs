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
    private const uint Initial = 0xFFFF;

    // Row k: what a byte does to the checksum of all that stands k bytes behind it.
    private static readonly ushort[] Rows = MakeRows();

    // What 128 more bits do to the two halves of 128: x^191 and x^127 modulo the polynomial, reflected.
    private static readonly Vector128<ulong> Fold = Vector128.Create(0xCCD0_0000_0000_0000, 0xC100_0000_0000_0000);

    // From n on: the places that move n bytes to the end of sixteen, zeros ahead of them.
    private static ReadOnlySpan<byte> MoveUp =>
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>The checksum of <paramref name="bytes"/>; "123456789" gives 4B37.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) =>
        Pclmulqdq.IsSupported && bytes.Length >= Vector128<byte>.Count ? Folded(bytes) : Stepped(bytes);

    /// <summary>The checksum of the first 2 to 8 of eight <paramref name="bytes"/>, the first of them the lowest.</summary>
    public static ushort OfFirst(ulong bytes, int length) =>
        (ushort)Step(ref MemoryMarshal.GetArrayDataReference(Rows), (bytes ^ Initial) << (8 * (Stride - length))); // zeros ahead change nothing

    // Zeros ahead change nothing: the first bytes are moved up so that whole sixteens are left, which takes no branch on the length.
    private static ushort Folded(ReadOnlySpan<byte> bytes)
    {
        var head = ((bytes.Length - 1) % Vector128<byte>.Count) + 1;
        var first = Vector128.Create(bytes) ^ Vector128.CreateScalar((ushort)Initial).AsByte();
        var sum = Ssse3.Shuffle(first, Vector128.Create(MoveUp[head..])).AsUInt64();
        var late = Vector128.CreateScalar(head == 1 ? Initial >> 8 : 0UL); // of the initial value's two bytes
        for (bytes = bytes[head..]; !bytes.IsEmpty; bytes = bytes[Vector128<byte>.Count..])
        {
            var next = Vector128.Create(bytes).AsUInt64() ^ late;
            sum = Pclmulqdq.CarrylessMultiply(sum, Fold, 0x00) ^ (Pclmulqdq.CarrylessMultiply(sum, Fold, 0x11) ^ next);
            late = Vector128<ulong>.Zero;
        }

        ref var rows = ref MemoryMarshal.GetArrayDataReference(Rows);
        return (ushort)Step(ref rows, sum.GetElement(1) ^ Step(ref rows, sum.GetElement(0)));
    }

    private static ushort Stepped(ReadOnlySpan<byte> bytes)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(Rows);
        uint crc = Initial;
        for (; bytes.Length >= Stride; bytes = bytes[Stride..]) crc = Step(ref rows, BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc);
        foreach (var b in bytes) crc = (crc >> 8) ^ Row(ref rows, 0, crc ^ b);
        return (ushort)crc;
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
