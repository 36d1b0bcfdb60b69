using System.Text;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol.Modbus;

public sealed class AsciiFrameTests
{
    private const string Request = ":01030000000AF2\r\n";
    private const string Reply = ":0103040001000AED\r\n";

    [Fact]
    public void The_golden_request_is_written_and_read()
    {
        var frame = new byte[AsciiFrame.MaxLength];
        var length = AsciiFrame.Write(frame, 1, [3, 0, 0, 0, 0x0A]);
        Assert.Equal(Request, Encoding.ASCII.GetString(frame, 0, length));
        Assert.Equal(0xF2, Lrc.Of([1, 3, 0, 0, 0, 0x0A]));
        Assert.Equal(FrameScan.Frame(length), AsciiFrame.Scan(frame.AsSpan(0, length)));
        var content = new byte[AsciiFrame.MaxContent];
        Assert.Equal([1, 3, 0, 0, 0, 0x0A], content[..AsciiFrame.Read(frame.AsSpan(0, length), content)]);
    }

    [Fact]
    public void A_frame_with_the_longest_pdu_fits()
    {
        var frame = new byte[AsciiFrame.MaxLength];
        Assert.Equal(AsciiFrame.MaxLength, AsciiFrame.Write(frame, 247, new byte[ModbusRequest.MaxPdu]));
        Assert.Equal(FrameScan.Frame(AsciiFrame.MaxLength), AsciiFrame.Scan(frame));
    }

    [Fact]
    public void Parity_bits_that_a_box_handed_on_do_not_matter()
    {
        var even = Bytes(Request).Select(c => (byte)(int.PopCount(c) % 2 == 0 ? c : c | 0x80)).ToArray();
        Assert.Equal(FrameScan.Frame(even.Length), AsciiFrame.Scan(even));
        Assert.Equal(FrameScan.Frame(Request.Length), AsciiFrame.Scan(Bytes(Request.ToLowerInvariant())));
    }

    [Theory]
    [InlineData("a cut frame before it", ":010304000100", 13)]
    [InlineData("noise before it", "xyz", 3)]
    [InlineData("a colon too many", "::", 2)]
    [InlineData("a frame with a wrong LRC", ":0103040001000AEE\r\n", 19)]
    [InlineData("a frame without its line feed", ":0103040001000AED\r", 18)]
    [InlineData("a frame of an odd number of digits", ":0103040001000AE\r\n", 18)]
    [InlineData("an empty frame", ":\r\n", 3)]
    [InlineData("a digit that is none", ":0103G40001000AED\r\n", 19)]
    public void One_colon_is_enough_to_find_the_next_frame(string what, string before, int noise)
    {
        var found = new AsciiReplyMatcher(1, [3, 0, 0, 0, 2]).Run(Bytes(before + Reply));
        Assert.True(found.Reply is not null && found.Noise == noise && found.Foreign == 0, $"{what}: {found.Noise} {found.Foreign}");
    }

    [Fact]
    public void What_never_ends_is_noise_as_soon_as_it_is_longer_than_any_frame() =>
        Assert.Equal(FrameScan.Noise(1), AsciiFrame.Scan(Bytes(":" + new string('0', 520))));

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
