namespace AmrCollector.Protocol;

/// <summary>Modbus' CRC-16: initial FFFF, reflected polynomial A001, no final xor; sent low byte first.</summary>
public static class Crc16
{
    private static readonly ushort[] Table = MakeTable();

    /// <summary>The checksum of <paramref name="bytes"/>; "123456789" gives 4B37.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xFFFF;
        foreach (var b in bytes) crc = (ushort)((crc >> 8) ^ Table[(crc ^ b) & 0xFF]);
        return crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = (ushort)i;
            for (var bit = 0; bit < 8; bit++) crc = (ushort)((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
            table[i] = crc;
        }

        return table;
    }
}
