namespace AmrCollector.Tests.Support;

/// <summary>
/// Frames spoilt as wires, boxes and programmers spoil them, from a seed: the same seed gives the same mutants on every machine.
/// One to four changes each, then in one of three the checksum is made good again, so that what lies behind it is reached too.
/// </summary>
/// <param name="seed">Where the sequence begins.</param>
/// <param name="others">Frames that are spliced in.</param>
/// <param name="seal">Makes the checksum, and the length where it stands in the frame, fit the bytes; null where there is neither.</param>
public sealed class Mutations(int seed, IReadOnlyList<byte[]> others, Mutations.Seal? seal)
{
    /// <summary>No mutant is longer.</summary>
    public const int Longest = 600;

    private static readonly byte[] Telling = [0x68, 0x16, 0xFE, 0xAA, 0xFF, 0x00, 0x91, 0x81, 0x83, 0x3A, 0x0D, 0x0A];

    private readonly byte[] _bytes = new byte[2 * Longest];
    private ulong _state = (ulong)seed;
    private int _length;

    /// <summary>Makes a frame of these bytes check.</summary>
    public delegate void Seal(Span<byte> frame);

    private Span<byte> Held => _bytes.AsSpan(0, _length);

    /// <summary>The next mutant of <paramref name="origin"/>; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> origin)
    {
        Keep(origin);
        for (var changes = 1 + Below(4); changes > 0; changes--) Change(origin);
        if (seal is not null && _length > 0 && Below(3) == 0) seal(Held);
        return Held;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1 of the same sequence (SplitMix64).</summary>
    public int Below(int bound)
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (uint)bound);
    }

    private void Change(ReadOnlySpan<byte> origin)
    {
        if (_length == 0) Keep(origin);
        var (at, count) = (Below(_length), 1 + Below(8));
        switch (Below(10))
        {
            case 0: _bytes[at] ^= (byte)(1 << Below(8)); break;
            case 1: _bytes[at] = AnyByte(); break;
            case 2: Shift(at); break;
            case 3: Cut(at, Below(2) == 0 ? 1 : count); break;
            case 4: Splice(others[Below(others.Count)]); break;
            case 5: Insert(at, count); break;
            case 6: Duplicate(at, Below(4) == 0 ? _length : count); break;
            case 7: _length = at; break;
            case 8: Put(0, others[Below(others.Count)]); break;
            default: Swap(at, Below(_length)); break;
        }
    }

    private byte AnyByte() => Below(2) == 0 ? Telling[Below(Telling.Length)] : (byte)Below(256);

    // One byte up and another down by as much: what a sum over eight bits cannot see.
    private void Shift(int at)
    {
        var (other, by) = (Below(_length), 1 + Below(255));
        _bytes[at] = unchecked((byte)(_bytes[at] + by));
        _bytes[other] = unchecked((byte)(_bytes[other] - by));
    }

    private void Swap(int at, int other) => (_bytes[at], _bytes[other]) = (_bytes[other], _bytes[at]);

    private void Cut(int at, int count)
    {
        count = Math.Min(count, _length - at);
        Held[(at + count)..].CopyTo(_bytes.AsSpan(at));
        _length -= count;
    }

    private void Splice(ReadOnlySpan<byte> other)
    {
        _length = Below(_length + 1);
        var tail = other[Below(other.Length)..];
        Put(_length, tail);
    }

    private void Insert(int at, int count)
    {
        Span<byte> inserted = stackalloc byte[8];
        foreach (ref var one in inserted) one = AnyByte();
        Put(at, inserted[..count]);
    }

    private void Duplicate(int at, int count)
    {
        at = Math.Min(at, Math.Max(0, _length - count));
        Put(at, Held.Slice(at, Math.Min(count, _length - at)).ToArray());
    }

    private void Put(int at, ReadOnlySpan<byte> inserted)
    {
        Held[at..].CopyTo(_bytes.AsSpan(at + inserted.Length));
        inserted.CopyTo(_bytes.AsSpan(at));
        _length = Math.Min(Longest, _length + inserted.Length);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _length = Math.Min(Longest, bytes.Length);
        bytes[.._length].CopyTo(_bytes);
    }
}
