using AmrCollector.Simulator;

namespace AmrCollector.Tests.Simulator;

public class FollowUpTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(196)]
    public void A_long_reply_comes_in_parts_that_make_up_the_whole(int partSize)
    {
        var probe = new BusProbe(BusProbe.Plan("dlt645-2007-1p") with { PartSize = partSize });
        var whole = BusProbe.Of("dlt645-2007-1p").Read("000100FF").Data[4..];
        var (control, data) = probe.Read("000100FF");
        var gathered = new List<byte>(data[4..]);
        for (byte part = 1; (control & 0x20) != 0; part++)
        {
            probe.Now += TimeSpan.FromHours(1);
            (control, data) = probe.ReadOn("000100FF", part);
            Assert.Equal(part, data[^1]);
            gathered.AddRange(data[4..^1]);
        }

        Assert.Equal(whole, gathered);
    }

    [Fact]
    public void The_same_part_may_be_asked_again_and_a_part_beyond_the_end_is_refused()
    {
        var probe = new BusProbe(BusProbe.Plan("dlt645-2007-1p") with { PartSize = 40 });
        Assert.Equal(0xB1, probe.Read("000100FF").Control);
        Assert.Equal(probe.ReadOn("000100FF", 1).Data, probe.ReadOn("000100FF", 1).Data);
        Assert.Equal(0xD2, probe.ReadOn("000100FF", 2).Control);
        Assert.Equal(0xD2, probe.ReadOn("00010000", 1).Control);
    }

    [Fact]
    public void Nothing_follows_what_was_never_begun() => Assert.Equal(0xD2, BusProbe.Of("dlt645-2007-1p").ReadOn("000100FF", 1).Control);
}
