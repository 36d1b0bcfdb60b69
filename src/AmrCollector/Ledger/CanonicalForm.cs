using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AmrCollector.Ledger;

/// <summary>
/// The bytes an entry's hash is taken over, format 1; one buffer, used again for every entry by one thread.
/// <para>Each field in the order of <see cref="Write"/>: 00 for null; 01 and 8 bytes big-endian for a number, an instant (UTC unix
/// milliseconds), an enum or a truth value; 02, 4 bytes big-endian length and UTF-8 for a text; 03, length and bytes for bytes.
/// The hash is SHA-256 over these bytes followed by the 32 bytes of the hash before it; the first entry follows SHA-256 of the
/// ledger id's UTF-8. An evidence digest is SHA-256 over the request's length (4 bytes big-endian), the request and the reply.</para>
/// </summary>
internal sealed class CanonicalForm
{
    private const int UsualExchange = 1024;

    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>The hash the chain of ledger <paramref name="ledgerId"/> begins with.</summary>
    internal static byte[] Genesis(string ledgerId) => SHA256.HashData(Encoding.UTF8.GetBytes(ledgerId));

    /// <summary>The digest of one exchange's bytes.</summary>
    internal static byte[] Digest(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        if (request.Length + reply.Length <= UsualExchange)
        {
            Span<byte> all = stackalloc byte[4 + UsualExchange];
            BinaryPrimitives.WriteInt32BigEndian(all, request.Length);
            request.CopyTo(all[4..]);
            reply.CopyTo(all[(4 + request.Length)..]);
            return SHA256.HashData(all[..(4 + request.Length + reply.Length)]);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, request.Length);
        hash.AppendData(length);
        hash.AppendData(request);
        hash.AppendData(reply);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of <paramref name="row"/> standing at <paramref name="sequence"/> after <paramref name="previous"/>.</summary>
    internal byte[] Hash(EntryRow row, long sequence, string epochTag, ReadOnlySpan<byte> evidenceDigest, ReadOnlySpan<byte> previous)
    {
        _length = 0;
        Write(row, sequence, epochTag, evidenceDigest);
        Reserve(previous.Length);
        previous.CopyTo(_buffer.AsSpan(_length));
        _length += previous.Length;
        return SHA256.HashData(_buffer.AsSpan(0, _length));
    }

    private void Write(EntryRow row, long sequence, string epochTag, ReadOnlySpan<byte> evidenceDigest)
    {
        Text(epochTag);
        Number(sequence);
        Number(row.Revision);
        Number(row.Stands);
        Number(row.Replaces);
        Text(row.Meter);
        Text(row.Point);
        Text(row.Account);
        Text(row.Area);
        Text(row.Multiplier);
        Text(row.Item);
        Number(row.Kind);
        Number(row.Source);
        Number(row.Instant);
        Text(row.Value);
        Text(row.Unit);
        Text(row.Lsd);
        Number(row.Origin);
        Number(row.OccurredAt);
        Number(row.MeterTime);
        Number(row.ReadAt);
        Number(row.Judgement);
        Number(row.Held);
        Text(row.Rules);
        Text(row.Why);
        Text(row.Consumption);
        Text(row.ConsumptionUnit);
        Number(row.ConsumptionFrom);
        Text(row.Adjustment);
        Text(row.Quality);
        Number(row.Parameters);
        Bytes(evidenceDigest);
    }

    private void Number(long? value)
    {
        Reserve(9);
        if (value is not { } number)
        {
            _buffer[_length++] = 0;
            return;
        }

        _buffer[_length] = 1;
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_length + 1), number);
        _length += 9;
    }

    private void Text(string? value)
    {
        if (value is null)
        {
            Number(null);
            return;
        }

        Reserve(5 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length + 5));
        _buffer[_length] = 2;
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length + 1), written);
        _length += 5 + written;
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            Number(null);
            return;
        }

        Reserve(5 + value.Length);
        _buffer[_length] = 3;
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length + 1), value.Length);
        value.CopyTo(_buffer.AsSpan(_length + 5));
        _length += 5 + value.Length;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length < more) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
    }
}
