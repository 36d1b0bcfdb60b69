namespace AmrCollector.Protocol.Modbus;

/// <summary>The checksum of Modbus ASCII: the two's complement of the sum of the bytes before they are written as text.</summary>
public static class Lrc
{
    /// <summary>The checksum of <paramref name="bytes"/>; 01 03 00 00 00 0A gives F2.</summary>
    public static byte Of(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes) sum = unchecked((byte)(sum + b));
        return unchecked((byte)-sum);
    }
}
