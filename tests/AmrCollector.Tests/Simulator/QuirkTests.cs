using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>The quirks of real meters (dossier §16), one fault each.</summary>
public class QuirkTests
{
    [Fact]
    public void Blocks_may_be_closed_by_AA_shorter_or_refused()
    {
        Assert.Equal(0xAA, Read("0001FF00", faults => faults with { AaSeparators = true }).Data[^1]);
        Assert.Equal(4 + 8, Read("0001FF00", faults => faults with { ShortBlocks = 2 }).Data.Length);
        Assert.Equal(0xD1, Read("0001FF00", faults => faults with { NoBlocks = true }).Control);
        Assert.Equal(0x91, Read("00010000", faults => faults with { NoBlocks = true, ShortBlocks = 2, AaSeparators = true }).Control);
        var hourly = Read("0504FF01", faults => faults with { AaSeparators = true }).Data;
        Assert.Equal((0xAA, 0xAA, 4 + 15), (hourly[9], hourly[14], hourly.Length));
    }

    [Fact]
    public void Replies_may_be_empty_odd_or_hold_no_digits()
    {
        Assert.Equal((0x91, 0), (Read("00010000", faults => faults with { EmptyReplies = true }).Control, Read("00010000", faults => faults with { EmptyReplies = true }).Data.Length));
        Assert.Equal(4 + 3, Read("02010100", faults => faults with { OddWidths = true }).Data.Length);
        Assert.Equal(4 + 2, Read("02020100", faults => faults with { OddWidths = true }).Data.Length);
        Assert.Equal(Hex.Of("00 00 0E 00"), Read("00010000", faults => faults with { BadDigits = true }).Data[4..]);
        Assert.Equal(4 + 28, Read("040005FF", faults => faults with { StatusBytes = 28 }).Data.Length);
        Assert.Equal(4 + 2, Read("040005FF", faults => faults with { StatusBytes = 2 }).Data.Length);
    }

    [Fact]
    public void Two_meters_may_share_an_address_and_two_may_be_crossed()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", count: 2);
        probe.Meters[1].Faults = MeterFaults.None with { Address = BusProbe.FirstNumber };
        Assert.False(Dlt645Frame.TryParse(probe.Ask(0x11, "00000100"), out _));
        Assert.Empty(probe.Ask(0x11, "00000100", "202611210002"));
        probe.Meters[0].Faults = MeterFaults.None with { Address = "202611210002" };
        Assert.Equal(Hex.Of("02 00 21 11 26 20"), probe.Read("04000402").Data[4..]);
        Assert.Equal(Hex.Of("01 00 21 11 26 20"), probe.Read("04000402", "202611210002").Data[4..]);
    }

    [Fact]
    public void A_first_68_may_come_twice_and_FE_unmasked()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        probe.Meter.Faults = MeterFaults.None with { DoubledStart = true };
        var reply = probe.Ask(0x11, "00000100");
        Assert.Equal([0x68, 0x68], reply[..2]);
        Assert.True(Dlt645Frame.TryParse(reply.AsSpan(1), out _));
        probe.Meter.Faults = MeterFaults.None with { UnmaskedFe = true, AnswersBroadcast = true };
        Assert.Equal("202611210001", Address(probe.Ask(0x11, "00000100", "999999999999")));
    }

    private static string Address(byte[] reply) => Dlt645Frame.TryParse(reply, out var frame) ? frame.Address.ToString() : "";

    private static (byte Control, byte[] Data) Read(string id, Func<MeterFaults, MeterFaults> change)
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        probe.Meter.Faults = change(MeterFaults.None);
        return probe.Read(id);
    }
}
