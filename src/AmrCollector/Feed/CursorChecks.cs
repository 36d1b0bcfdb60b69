using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace AmrCollector.Feed;

/// <summary>
/// The checksums of cursors that follow each other: the first four bytes of SHA-256 over their 23 bytes, eight at a time, each in a lane of a
/// vector. A test holds them to the library's.
/// </summary>
internal sealed class CursorChecks
{
    private const int Hashed = 23;
    private const int SequenceAt = 15;
    private const int Lanes = 8;

    private readonly byte[] _before = new byte[SequenceAt];
    private readonly uint[] _checks = new uint[Lanes];
    private long _first = long.MinValue;

    /// <summary>The checksum of the cursor's first 23 bytes.</summary>
    internal uint Of(ReadOnlySpan<byte> cursor)
    {
        var sequence = BinaryPrimitives.ReadInt64BigEndian(cursor[SequenceAt..]);
        if (sequence < _first || sequence - _first >= Lanes || !cursor[..SequenceAt].SequenceEqual(_before)) Compute(cursor, sequence);
        return _checks[sequence - _first];
    }

    private void Compute(ReadOnlySpan<byte> cursor, long first)
    {
        cursor[..SequenceAt].CopyTo(_before);
        _first = first;
        Span<byte> block = stackalloc byte[64];
        block.Clear();
        cursor[..SequenceAt].CopyTo(block);
        block[Hashed] = 0x80;
        BinaryPrimitives.WriteUInt32BigEndian(block[60..], Hashed * 8);
        Span<uint> lanes = stackalloc uint[16 * Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            BinaryPrimitives.WriteInt64BigEndian(block[SequenceAt..], unchecked(first + lane));
            for (var word = 0; word < 16; word++) lanes[(word * Lanes) + lane] = BinaryPrimitives.ReadUInt32BigEndian(block[(word * 4)..]);
        }

        Span<Vector256<uint>> words = stackalloc Vector256<uint>[16];
        for (var word = 0; word < 16; word++) words[word] = Vector256.Create<uint>(lanes.Slice(word * Lanes, Lanes));
        SmallSha256.First(words).CopyTo(_checks);
    }
}
