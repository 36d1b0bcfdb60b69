using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Simulator;

public class Cjt188Tests
{
    private const string Own = "01 00 21 11 26 20 00";

    [Theory]
    [InlineData("90 1F")]
    [InlineData("1F 90")]
    public void A_water_meter_tells_its_volume_the_settled_one_its_clock_and_its_valve(string identifier)
    {
        var probe = BusProbe.Of("cjt188-water", load: LoadKind.Household);
        var reply = Ask(probe, $"68 10 {Own} 01 03 {identifier} 05");
        Assert.Equal(Hex.Of($"68 10 {Own} 81 16 {identifier} 05"), reply[..14]);
        Assert.Equal(probe.Meter.RegisterAt("8-0:1.0.0", probe.Now), BusProbe.Hundredths(reply.AsSpan(14, 4)));
        Assert.Equal([0x2C, 0x2C], [reply[18], reply[23]]);
        var settled = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(probe.Meter.RegisterAt("8-0:1.0.0", settled), BusProbe.Hundredths(reply.AsSpan(19, 4)));
        Assert.Equal(Hex.Of("15 20 09 22 11 26 20 00 00"), reply[24..33]);
        Assert.Equal(35, reply.Length);
    }

    [Fact]
    public void A_heat_meter_tells_energy_power_flow_volume_temperatures_and_hours()
    {
        var probe = BusProbe.Of("cjt188-heat", load: LoadKind.Household);
        var data = Ask(probe, $"68 20 {Own} 01 03 90 1F 00")[11..^2];
        Assert.Equal(0x2E, data.Length);
        Assert.Equal([0x05, 0x05, 0x17, 0x35, 0x2C], new[] { data[7], data[12], data[17], data[22], data[27] });
        Assert.Equal(probe.Meter.RegisterAt("6-0:1.0.0", probe.Now), BusProbe.Hundredths(data.AsSpan(8, 4)));
        Assert.True(BusProbe.Hundredths(data.AsSpan(28, 3)) > BusProbe.Hundredths(data.AsSpan(31, 3)));
    }

    // From the vectors: 68 10 AA AA AA AA AA AA AA 03 03 0A 81 A7 56 16 asks, 83 answers with the address in the frame.
    [Fact]
    public void The_address_is_told_to_whoever_asks_all()
    {
        var reply = BusProbe.Of("cjt188-water").Hear(Hex.Of("68 10 AA AA AA AA AA AA AA 03 03 0A 81 A7 56 16"), RequestForm.Cjt188);
        Assert.Equal(Hex.Of($"68 10 {Own} 83 03 0A 81 A7"), reply[..^2]);
    }

    [Theory]
    [InlineData("68 20 01 00 21 11 26 20 00 01 03 90 1F 00")]
    [InlineData("68 10 02 00 21 11 26 20 00 01 03 90 1F 00")]
    [InlineData("68 10 01 00 21 11 26 20 00 81 03 90 1F 00")]
    public void Another_medium_another_address_and_a_reply_are_not_answered(string request) =>
        Assert.Empty(Ask(BusProbe.Of("cjt188-water"), request));

    [Fact]
    public void The_valve_closes_and_opens_and_the_status_says_so()
    {
        var probe = BusProbe.Of("cjt188-water");
        Assert.Equal(Hex.Of($"68 10 {Own} 84 05 A0 17 01 01 00"), Ask(probe, $"68 10 {Own} 04 04 A0 17 01 99")[..^2]);
        Assert.Equal(Hex.Of("01 00"), Ask(probe, $"68 10 {Own} 01 03 90 1F 02")[31..33]);
        Assert.Equal(Hex.Of($"68 10 {Own} 84 05 A0 17 03 00 00"), Ask(probe, $"68 10 {Own} 04 04 A0 17 03 55")[..^2]);
        Assert.Equal(Hex.Of($"68 10 {Own} C4 03 04 00 00"), Ask(probe, $"68 10 {Own} 04 04 A0 17 04 12")[..^2]);
        Assert.Equal(Hex.Of($"68 10 {Own} C1 03 05 00 00"), Ask(probe, $"68 10 {Own} 01 03 12 34 05")[..^2]);
    }

    [Fact]
    public void A_new_address_holds_from_its_reply_on()
    {
        var probe = BusProbe.Of("cjt188-water");
        Assert.Equal(Hex.Of("68 10 07 06 05 04 03 02 01 95 03 A0 18 00"), Ask(probe, $"68 10 {Own} 15 0A A0 18 00 07 06 05 04 03 02 01")[..^2]);
        Assert.Empty(Ask(probe, $"68 10 {Own} 01 03 90 1F 00"));
        Assert.NotEmpty(Ask(probe, "68 10 07 06 05 04 03 02 01 01 03 90 1F 00"));
    }

    [Fact]
    public void Water_heat_and_electricity_share_a_line()
    {
        var plan = BusProbe.Plan("dlt645-2007-1p");
        var probe = new BusProbe(plan with
        {
            Groups = [plan.Groups[0], new() { Kind = MeterKind.All["cjt188-water"], FirstNumber = 7 }, new() { Kind = MeterKind.All["cjt188-heat"], FirstNumber = 8 }],
        });
        Assert.Equal(0x91, probe.Read("00010000").Control);
        Assert.Equal(35, Ask(probe, "68 10 07 00 00 00 00 00 00 01 03 90 1F 00").Length);
        Assert.Equal(59, Ask(probe, "68 20 08 00 00 00 00 00 00 01 03 90 1F 00").Length);
    }

    [Fact]
    public void No_request_makes_a_water_or_heat_meter_throw()
    {
        var probes = new[] { BusProbe.Of("cjt188-water"), BusProbe.Of("cjt188-heat") };
        Prop.ForAll<byte, byte[]>((control, data) =>
        {
            foreach (var (probe, medium) in probes.Zip((string[])["10", "20"]))
                Ask(probe, $"68 {medium} {Own} {control:X2} {Math.Min(data.Length, 100):X2} {Convert.ToHexString(data.AsSpan(0, Math.Min(data.Length, 100)))}");
            return true;
        }).QuickCheckThrowOnFailure();
    }

    // Adds checksum and end; writes L itself when the request is written without it.
    private static byte[] Ask(BusProbe probe, string request)
    {
        var bytes = Hex.Of(request);
        return probe.Hear([.. bytes, unchecked((byte)bytes.Sum(b => b)), 0x16], RequestForm.Cjt188);
    }
}
