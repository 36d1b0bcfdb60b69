using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace AmrCollector.Feed;

/// <summary>A place in one ledger's feed, after the entry <paramref name="Sequence"/>. Its text is opaque and url-safe.</summary>
/// <param name="Ledger">Id of the ledger, 16 hex digits.</param>
/// <param name="Epoch">Tag of the epoch in which that entry was written, 12 hex digits.</param>
/// <param name="Sequence">The entry that was handed out last; 0 before the first.</param>
public readonly record struct FeedCursor(string Ledger, string Epoch, long Sequence)
{
    private const int Length = 27;
    private const byte Version = 1;

    /// <summary>Reads what <see cref="ToString"/> wrote; false on anything else, also on a mistyped one (it carries a checksum).</summary>
    public static bool TryParse(string text, out FeedCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Length / 3 * 4 || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length) return false;
        if (bytes[0] != Version || !bytes[23..].SequenceEqual(SHA256.HashData(bytes[..23]).AsSpan(0, 4))) return false;
        var sequence = BinaryPrimitives.ReadInt64BigEndian(bytes[15..]);
        if (sequence < 0) return false;
        cursor = new(Convert.ToHexStringLower(bytes[1..9]), Convert.ToHexStringLower(bytes[9..15]), sequence);
        return true;
    }

    /// <summary>36 characters of A-Z a-z 0-9 - _.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        Convert.FromHexString(Ledger, bytes[1..9], out _, out _);
        Convert.FromHexString(Epoch, bytes[9..15], out _, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[15..], Sequence);
        SHA256.HashData(bytes[..23]).AsSpan(0, 4).CopyTo(bytes[23..]);
        return Base64Url.EncodeToString(bytes);
    }
}
