namespace AmrCollector.Protocol.Mqtt;

/// <summary>The variable byte integer: seven bits a byte, at most four bytes, in the fewest that do (MQTT 5, 1.5.5).</summary>
public static class MqttVarInt
{
    /// <summary>The largest value, 268,435,455.</summary>
    public const int Max = 0x0FFF_FFFF;

    /// <summary>Reads one; <see cref="ScanVerdict.Noise"/> when it is longer than four bytes or longer than it need be.</summary>
    public static ScanVerdict Scan(ReadOnlySpan<byte> bytes, out int value, out int length)
    {
        (value, length) = (0, 0);
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (length == bytes.Length) return ScanVerdict.NeedMore;
            var next = bytes[length++];
            value |= (next & 0x7F) << shift;
            if ((next & 0x80) != 0) continue;
            return next == 0 && length > 1 ? ScanVerdict.Noise : ScanVerdict.Frame;
        }

        return ScanVerdict.Noise;
    }

    /// <summary>Writes <paramref name="value"/> (0 to <see cref="Max"/>) and returns how many bytes it took, 1 to 4.</summary>
    public static int Write(int value, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Max);
        var length = 0;
        do
        {
            var more = value > 0x7F;
            into[length++] = (byte)((value & 0x7F) | (more ? 0x80 : 0));
            value >>= 7;
        }
        while (value > 0);

        return length;
    }
}
