using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol.Modbus;

public sealed class RtuReplyMatcherTests
{
    private static readonly ReadRegisters TwoHolding = new(1, ModbusTable.Holding, 0, 2);

    [Theory]
    [InlineData("", "", 0, 0)]
    [InlineData("the echo", "01 03 00 00 00 02", 0, 1)]
    [InlineData("another unit's late reply", "02 03 04 00 01 00 02", 0, 1)]
    [InlineData("another unit's exception", "02 83 0B", 0, 1)]
    [InlineData("a reply of another length", "01 03 02 00 01", 0, 1)]
    [InlineData("a reply to another function", "01 04 04 00 01 00 02", 0, 1)]
    [InlineData("a write's reply", "03 10 00 01 00 02", 0, 1)]
    public void Sets_aside_a_good_foreign_frame_before_the_reply(string whose, string before, int noise, int foreign)
    {
        var found = new RtuReplyMatcher(TwoHolding).Run([.. Sealed(before), .. Sealed("01 03 04 12 34 56 78")]);
        Assert.True(found is { Reply.Length: 9 } && found.Noise == noise && found.Foreign == foreign, whose);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("FF FF FF")]
    [InlineData("02 03 FA 01 02")]
    [InlineData("01 03 04 12 34")]
    [InlineData("07 10 00 00 00 7B F6 00 00")]
    public void Finds_the_reply_behind_noise_as_soon_as_it_is_complete(string noise)
    {
        var before = Wire.Of(noise);
        var found = new RtuReplyMatcher(TwoHolding).Run([.. before, .. Sealed("01 03 04 12 34 56 78")]);
        Assert.Equal(before.Length, found.Noise);
        Assert.NotNull(found.Reply);
    }

    [Fact]
    public void An_exception_is_ours_and_says_why()
    {
        var frame = Wire.Of("01 83 02 C0 F1");
        Assert.NotNull(new RtuReplyMatcher(TwoHolding).Run(frame).Reply);
        Assert.True(ModbusReply.TryParseRtu(frame, TwoHolding, out var reply));
        Assert.True(reply.IsException);
        Assert.Equal("illegal data address", ModbusException.English(reply.ExceptionCode));
    }

    [Fact]
    public void A_truncated_modbus_reply_whose_crc_happens_to_match_is_not_a_frame()
    {
        var frame = Wire.Of("01 04 02 03 01 78 00");
        Assert.True(RtuFrame.HasGoodCrc(frame.AsSpan(0, 6)));
        var matcher = new RtuReplyMatcher(new(1, ModbusTable.Input, 0, 1));
        Assert.Null(matcher.Run(frame.AsSpan(0, 6)).Reply);
        Assert.Equal(frame, matcher.Run(frame).Reply);
    }

    private static byte[] Sealed(string hex)
    {
        var bytes = Wire.Of(hex);
        if (bytes.Length == 0) return [];
        Array.Resize(ref bytes, bytes.Length + 2);
        RtuFrame.Seal(bytes, bytes.Length - 2);
        return bytes;
    }
}
