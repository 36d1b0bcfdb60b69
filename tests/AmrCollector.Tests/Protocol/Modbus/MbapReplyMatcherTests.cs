using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol.Modbus;

public sealed class MbapReplyMatcherTests
{
    private const string Reply = "00 07 00 00 00 07 01 03 04 12 34 56 78";

    private static readonly MbapReplyMatcher Matcher = new(new(1, ModbusTable.Holding, 0, 2), transaction: 7);

    [Fact]
    public void Takes_the_reply_with_its_transaction()
    {
        Assert.NotNull(Matcher.Run(Wire.Of(Reply)).Reply);
        Assert.NotNull(Matcher.Run(Wire.Of("00 07 00 00 00 03 01 83 0B")).Reply);
    }

    [Theory]
    [InlineData("an older transaction", "00 06 00 00 00 07 01 03 04 12 34 56 78")]
    [InlineData("another unit", "00 07 00 00 00 07 02 03 04 12 34 56 78")]
    [InlineData("another function", "00 07 00 00 00 07 01 04 04 12 34 56 78")]
    [InlineData("another length", "00 07 00 00 00 05 01 03 02 12 34")]
    [InlineData("a byte count that lies", "00 07 00 00 00 07 01 03 06 12 34 56 78")]
    [InlineData("another function's exception", "00 07 00 00 00 03 01 84 02")]
    public void Sets_aside_what_does_not_answer(string what, string frame)
    {
        var found = Matcher.Run(Wire.Of(frame + Reply));
        Assert.True(found is { Foreign: 1, Noise: 0, Reply: not null }, what);
    }

    [Fact]
    public void Resynchronises_behind_bytes_that_are_no_header()
    {
        var found = Matcher.Run(Wire.Of("55 AA 13 " + Reply));
        Assert.Equal(3, found.Noise);
        Assert.NotNull(found.Reply);
    }
}
