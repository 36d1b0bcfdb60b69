using System.Text;
using AmrCollector.Protocol;

namespace AmrCollector.Tests.Protocol;

public sealed class Crc16Tests
{
    [Theory]
    [InlineData("", 0xFFFF)]
    [InlineData("123456789", 0x4B37)]
    public void It_is_that_of_the_description(string text, int crc) => Assert.Equal(crc, Crc16.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_length_gives_what_bit_by_bit_gives()
    {
        var bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++) Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Crc16.Of(bytes.AsSpan(0, length)));
    }

    private static ushort BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
        }

        return (ushort)crc;
    }
}
