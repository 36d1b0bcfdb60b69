namespace AmrCollector.Protocol;

/// <summary>Packed BCD, least significant byte first, as DL/T 645 sends it (DL/T 645-2007, 5.2).</summary>
public static class Bcd
{
    /// <summary>Reads up to 18 digits; false when a nibble is not a decimal digit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            var (high, low) = (bytes[i] >> 4, bytes[i] & 0x0F);
            if (high > 9 || low > 9) return false;
            value = (value * 100) + (high * 10) + low;
        }

        return true;
    }

    /// <summary>Reads a value whose top bit is its sign (DL/T 645-2007, Annex A notes); false on a digit above 9.</summary>
    public static bool TryReadSigned(ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        if (bytes.IsEmpty) return true;
        var top = bytes[^1];
        var (high, low) = ((top & 0x7F) >> 4, top & 0x0F);
        if (low > 9 || !TryRead(bytes[..^1], out var rest)) return false;
        var weight = 1L;
        for (var i = 1; i < bytes.Length; i++) weight *= 100;
        value = (((high * 10) + low) * weight) + rest;
        if ((top & 0x80) != 0) value = -value;
        return true;
    }

    /// <summary>Writes the low digits of a non-negative <paramref name="value"/> into the whole destination.</summary>
    public static void Write(long value, Span<byte> destination)
    {
        foreach (ref var b in destination)
        {
            (value, var pair) = Math.DivRem(value, 100);
            b = (byte)(((pair / 10) << 4) | (pair % 10));
        }
    }
}
