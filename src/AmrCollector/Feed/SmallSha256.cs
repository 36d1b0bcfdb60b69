using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace AmrCollector.Feed;

/// <summary>
/// SHA-256 (FIPS 180-4) of at most 55 bytes, one block, in managed code: for a cursor's checksum the system library spends more time on being called
/// than on hashing. A test holds it to the library's.
/// </summary>
internal static class SmallSha256
{
    private const int MostBytes = 55;

    private static readonly uint[] Rounds =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
        0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
        0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
        0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The first four bytes of the digest of <paramref name="message"/>, big-endian.</summary>
    internal static uint First(scoped ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, MostBytes);
        Span<uint> words = stackalloc uint[64];
        Span<byte> block = stackalloc byte[64];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt32BigEndian(block[60..], (uint)message.Length * 8);
        for (var i = 0; i < 16; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (var i = 16; i < 64; i++)
        {
            var (near, far) = (words[i - 2], words[i - 15]);
            words[i] = words[i - 16] + (BitOperations.RotateRight(far, 7) ^ BitOperations.RotateRight(far, 18) ^ (far >> 3))
                + words[i - 7] + (BitOperations.RotateRight(near, 17) ^ BitOperations.RotateRight(near, 19) ^ (near >> 10));
        }

        return Compress(words);
    }

    /// <summary>The same of eight blocks at once, each word of them in a vector; <paramref name="words"/> are overwritten.</summary>
    internal static Vector256<uint> First(Span<Vector256<uint>> words)
    {
        var first = Vector256.Create(0x6a09e667u);
        var (a, b, c, d) = (first, Vector256.Create(0xbb67ae85u), Vector256.Create(0x3c6ef372u), Vector256.Create(0xa54ff53au));
        var (e, f, g, h) = (Vector256.Create(0x510e527fu), Vector256.Create(0x9b05688cu), Vector256.Create(0x1f83d9abu), Vector256.Create(0x5be0cd19u));
        for (var i = 0; i < 64; i++)
        {
            var word = words[i & 15];
            if (i >= 16)
            {
                var (near, far) = (words[(i - 2) & 15], words[(i - 15) & 15]);
                word += (Turned(near, 17) ^ Turned(near, 19) ^ (near >>> 10)) + words[(i - 7) & 15] + (Turned(far, 7) ^ Turned(far, 18) ^ (far >>> 3));
                words[i & 15] = word;
            }

            var one = h + (Turned(e, 6) ^ Turned(e, 11) ^ Turned(e, 25)) + ((e & f) ^ (~e & g)) + Vector256.Create(Rounds[i]) + word;
            var two = (Turned(a, 2) ^ Turned(a, 13) ^ Turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + one);
            (d, c, b, a) = (c, b, a, one + two);
        }

        return first + a;
    }

    private static Vector256<uint> Turned(Vector256<uint> value, int by) => (value >>> by) | (value << (32 - by));

    private static uint Compress(scoped ReadOnlySpan<uint> words)
    {
        const uint first = 0x6a09e667;
        var (a, b, c, d) = (first, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au);
        var (e, f, g, h) = (0x510e527fu, 0x9b05688cu, 0x1f83d9abu, 0x5be0cd19u);
        for (var i = 0; i < 64; i++)
        {
            var one = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + ((e & f) ^ (~e & g)) + Rounds[i] + words[i];
            var two = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + one);
            (d, c, b, a) = (c, b, a, one + two);
        }

        return first + a;
    }
}
