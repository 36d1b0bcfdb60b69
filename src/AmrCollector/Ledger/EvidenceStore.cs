using System.Buffers.Binary;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>Stores the bytes of an exchange once, however many entries of a batch they prove. One thread, inside a transaction.</summary>
internal sealed class EvidenceStore(SqliteHandle connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO evidence(digest, request, reply) VALUES(?1, ?2, ?3)");
    private readonly Dictionary<Evidence, StoredEvidence> _byInstance = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<DigestKey, StoredEvidence> _byDigest = [];

    /// <summary>Begins a batch: row ids of an earlier one may have been rolled back.</summary>
    internal void Forget()
    {
        _byInstance.Clear();
        _byDigest.Clear();
    }

    /// <summary>The stored bytes; no row for no bytes.</summary>
    internal StoredEvidence Store(Evidence evidence)
    {
        if (evidence.Request.IsEmpty && evidence.Reply.IsEmpty) return default;
        if (_byInstance.TryGetValue(evidence, out var known)) return known;
        var digest = CanonicalForm.Digest(evidence.Request.Span, evidence.Reply.Span);
        var key = new DigestKey(digest);
        if (!_byDigest.TryGetValue(key, out var stored))
        {
            stored = new(Insert(digest, evidence), digest);
            _byDigest.Add(key, stored);
        }

        _byInstance.Add(evidence, stored);
        return stored;
    }

    public void Dispose() => _insert.Dispose();

    /// <summary>A digest as a key: its four words.</summary>
    private readonly record struct DigestKey(long A, long B, long C, long D)
    {
        internal DigestKey(ReadOnlySpan<byte> digest) : this(Word(digest, 0), Word(digest, 8), Word(digest, 16), Word(digest, 24))
        {
        }

        private static long Word(ReadOnlySpan<byte> digest, int at) => BinaryPrimitives.ReadInt64LittleEndian(digest[at..]);
    }

    private long Insert(byte[] digest, Evidence evidence)
    {
        _insert.Set(1, digest).Set(2, evidence.Request.Span).Set(3, evidence.Reply.Span).Run();
        return _insert.NewRow; // RETURNING would make a table for the answer each time
    }
}
