using System.Buffers.Binary;

namespace AmrCollector.Protocol.Mqtt;

/// <summary>Bytes on their way out, appended packet by packet; grows with what is written and is used again after <see cref="Clear"/>.</summary>
public sealed class MqttBuffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>How many bytes wait.</summary>
    public int Length { get; private set; }

    /// <summary>What waits; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what was written; room beyond <paramref name="mostKept"/> bytes is given back.</summary>
    public void Clear(int mostKept = 64 * 1024)
    {
        Length = 0;
        if (_bytes.Length > mostKept) _bytes = new byte[256];
    }

    /// <summary>Appends room for <paramref name="count"/> bytes.</summary>
    internal Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(checked(Length + count), _bytes.Length * 2));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    internal void Byte(byte value) => Take(1)[0] = value;

    internal void Word(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), checked((ushort)value));

    internal void Long(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    internal void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    internal void Binary(ReadOnlySpan<byte> bytes)
    {
        Word(bytes.Length);
        Bytes(bytes);
    }

    /// <summary>Begins something whose length is written in front of it: returns the place to give to <see cref="End"/>.</summary>
    internal int Begin()
    {
        Take(4);
        return Length;
    }

    /// <summary>Puts the length of all since <paramref name="start"/> in front of it, in as few bytes as it takes.</summary>
    internal void End(int start)
    {
        Span<byte> size = stackalloc byte[4];
        var width = MqttVarInt.Write(Length - start, size);
        size[..width].CopyTo(_bytes.AsSpan(start - 4));
        _bytes.AsSpan(start, Length - start).CopyTo(_bytes.AsSpan(start - 4 + width));
        Length -= 4 - width;
    }
}
