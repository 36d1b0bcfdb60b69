using System.Buffers.Binary;

namespace AmrCollector.Protocol.Mqtt;

/// <summary>Reads the fields of a body one after the other. After the first that is not there, or is none, <see cref="IsBroken"/> stays true and all further are empty.</summary>
internal ref struct MqttReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public bool IsBroken { get; private set; }

    public readonly ReadOnlySpan<byte> Left => _left;

    /// <summary>True when everything was read and nothing was wrong.</summary>
    public readonly bool IsWhole => !IsBroken && _left.IsEmpty;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (IsBroken || count > _left.Length) return Break();
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort Word() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : (ushort)0;

    public uint Long() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;

    /// <summary>A packet identifier: never 0 (MQTT 5, 2.2.1).</summary>
    public ushort Identifier()
    {
        var id = Word();
        if (id == 0) Break();
        return id;
    }

    public int VarInt()
    {
        if (IsBroken || MqttVarInt.Scan(_left, out var value, out var length) != ScanVerdict.Frame)
        {
            Break();
            return 0;
        }

        _left = _left[length..];
        return value;
    }

    public ReadOnlySpan<byte> Binary() => Take(Word());

    /// <summary>The bytes of a string that is one.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Binary();
        return MqttText.IsValid(text) ? text : Break();
    }

    private ReadOnlySpan<byte> Break()
    {
        IsBroken = true;
        _left = default;
        return default;
    }
}
