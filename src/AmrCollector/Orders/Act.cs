using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmrCollector.Orders;

/// <summary>One row of the chain of acts.</summary>
/// <param name="Sequence">From 1, without holes.</param>
/// <param name="At">When, UTC unix milliseconds.</param>
/// <param name="Who">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Number">The order; 0 for the list.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Body">What it says, JSON.</param>
/// <param name="Why">In the words of who did it.</param>
internal sealed record Act(long Sequence, long At, string Who, ActKind Kind, long Number, string Meter, string Body, string Why)
{
    /// <summary>The hash the chain begins with.</summary>
    internal static byte[] Genesis { get; } = SHA256.HashData("AmrCollector orders 1"u8);

    /// <summary>Its hash after <paramref name="previous"/>.</summary>
    internal byte[] HashAfter(ReadOnlySpan<byte> previous)
    {
        string[] fields =
        [
            Sequence.ToString(CultureInfo.InvariantCulture), At.ToString(CultureInfo.InvariantCulture), Who, ((int)Kind).ToString(CultureInfo.InvariantCulture),
            Number.ToString(CultureInfo.InvariantCulture), Meter, Body, Why,
        ];
        ArrayBufferWriter<byte> bytes = new(512);
        bytes.Write(previous);
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), Encoding.UTF8.GetByteCount(field));
            bytes.Advance(sizeof(int));
            bytes.Advance(Encoding.UTF8.GetBytes(field, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(field.Length))));
        }

        return SHA256.HashData(bytes.WrittenSpan);
    }
}
