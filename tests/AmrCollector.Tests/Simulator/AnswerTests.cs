using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public class AnswerTests
{
    private const string ReadTotal = "33333433";

    [Theory]
    [InlineData("202611210009", 0x11)]
    [InlineData("999999999999", 0x11)]
    [InlineData("202611210001", 0x91)]
    [InlineData("202611210001", 0x51)]
    [InlineData("202611210001", 0x1F)]
    public void A_meter_is_silent_on_another_address_a_broadcast_and_what_is_no_request(string address, byte control) =>
        Assert.Empty(BusProbe.Of("dlt645-2007-1p").Ask(control, "00000100", address));

    [Fact]
    public void A_read_without_an_identifier_is_not_answered() => Assert.Empty(BusProbe.Of("dlt645-2007-1p").Ask(0x11, "0000"));

    [Fact]
    public void The_frame_of_the_dossier_is_answered_with_the_total()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        var reply = probe.Hear(Hex.Of($"68 01 00 21 11 26 20 68 11 04 {ReadTotal} 2B 16".Replace("2B", CheckOf("01 00 21 11 26 20"), StringComparison.Ordinal)));
        Assert.Equal(0x91, BusProbe.Open(reply).Control);

        static string CheckOf(string address) => $"{(byte)(0x68 + 0x68 + 0x11 + 0x04 + Hex.Of(address + ReadTotal).Sum(b => b)):X2}";
    }

    [Fact]
    public void A_wildcard_is_answered_with_the_real_address()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        foreach (var asked in (string[])["AAAAAAAAAAAA", "AAAAAAAAAA01", "AAAA11210001"])
        {
            Assert.True(Dlt645Frame.TryParse(probe.Ask(0x11, "00000100", asked), out var frame));
            Assert.Equal(BusProbe.FirstNumber, frame.Address.ToString());
        }

        Assert.Empty(probe.Ask(0x11, "00000100", "AAAAAAAAAA02"));
        var (control, data) = BusProbe.Open(probe.Ask(0x13, "", "AAAAAAAAAAAA"));
        Assert.Equal(0x93, control);
        Assert.Equal(Hex.Of("01 00 21 11 26 20"), data);
    }

    [Fact]
    public void Meters_that_answer_at_once_garble_each_other()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", count: 3);
        var reply = probe.Ask(0x13, "", "AAAAAAAAAAAA");
        Assert.Equal(18, reply.Length);
        Assert.False(Dlt645Frame.TryParse(reply, out _));
        Assert.Equal(0x91, BusProbe.Open(probe.Ask(0x11, "00000100", "AAAAAAAAAA02")).Control);
    }

    [Theory]
    [InlineData(new byte[] { 0b1100 }, new byte[] { 0b1010 }, new byte[] { 0b1000 })]
    [InlineData(new byte[] { 0xFF }, new byte[] { 0x68, 0x11 }, new byte[] { 0x68, 0x11 })]
    [InlineData(new byte[] { 0x0F, 0x22 }, new byte[] { 0xF0 }, new byte[] { 0x00, 0x22 })]
    public void A_collision_is_a_wired_and_as_long_as_the_longest(byte[] one, byte[] other, byte[] heard)
    {
        var bytes = new byte[4];
        one.CopyTo(bytes, 0);
        Assert.Equal(heard, bytes[..Collision.Combine(bytes, one.Length, other)]);
    }

    [Theory]
    [InlineData(0x14, "02010004045634120000000030151000", 0xD4)]
    [InlineData(0x1C, "02000000000000001A00595923311299", 0xDC)]
    [InlineData(0x18, "010C00040000000000000000", 0xD8)]
    public void Writes_and_controls_are_refused_for_the_password(byte control, string data, byte refusal)
    {
        var (answered, error) = BusProbe.Open(BusProbe.Of("dlt645-2007-1p").Ask(control, data));
        Assert.Equal(refusal, answered);
        Assert.Equal([0x04], error);
    }

    [Fact]
    public void A_meter_with_a_password_lets_its_clock_be_set()
    {
        var plan = BusProbe.Plan("dlt645-2007-1p");
        var probe = new BusProbe(plan with { Groups = [plan.Groups[0] with { Password = "123456" }] });
        Assert.Equal(0xD4, BusProbe.Open(probe.Ask(0x14, "020100040400000000000000301510")).Control);
        Assert.Equal(0x94, BusProbe.Open(probe.Ask(0x14, "020100040456341200000000301510")).Control);
        Assert.Equal(Hex.Of("02 01 00 04 30 15 10"), probe.Read("04000102").Data);
        Assert.Equal([0x01], BusProbe.Open(probe.Ask(0x14, "020100040456341200000000306199")).Data);
    }

    [Fact]
    public void A_broadcast_time_moves_a_clock_by_minutes_and_never_by_more()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", count: 2);
        probe.Meters[1].Faults = MeterFaults.None with { ClockOff = TimeSpan.FromMinutes(-30) };
        probe.Meter.Faults = MeterFaults.None with { ClockOff = TimeSpan.FromSeconds(-40) };
        Assert.Empty(probe.Ask(0x08, "152009221126", "999999999999"));
        Assert.Equal(TimeSpan.Zero, probe.Meter.Faults.ClockOff);
        Assert.Equal(TimeSpan.FromMinutes(-30), probe.Meters[1].Faults.ClockOff);
    }
}
