using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Tests.Simulator;

public class MeterFaultsTests
{
    private static readonly byte[] Good = Ask(MeterFaults.None);

    [Fact]
    public void A_silent_meter_says_nothing() => Assert.Empty(Ask(MeterFaults.None with { Silent = true }));

    [Fact]
    public void A_bad_checksum_is_the_only_wrong_byte()
    {
        var reply = Ask(MeterFaults.None with { BadChecksum = true });
        Assert.False(Dlt645Frame.TryParse(reply, out _));
        Assert.Equal(1, reply.Zip(Good).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void A_truncated_reply_is_the_front_of_the_good_one() => Assert.Equal(Good[..9], Ask(MeterFaults.None with { Truncated = 9 }));

    [Fact]
    public void Noise_surrounds_the_good_reply()
    {
        var reply = Ask(MeterFaults.None with { NoiseBefore = 3, NoiseAfter = 2 });
        Assert.Equal(Good.Length + 5, reply.Length);
        Assert.Equal(Good, reply[3..^2]);
    }

    [Fact]
    public void Twice_is_the_same_frame_two_times() => Assert.Equal([.. Good, .. Good], Ask(MeterFaults.None with { Twice = true }));

    [Fact]
    public void A_wrong_address_or_identifier_stands_in_a_good_frame()
    {
        Assert.True(Dlt645Frame.TryParse(Ask(MeterFaults.None with { WrongAddress = true }), out var frame));
        Assert.Equal("202611210002", frame.Address.ToString());
        Assert.Equal(BusProbe.Wire("00010001"), BusProbe.Open(Ask(MeterFaults.None with { OtherDataId = true })).Data[..4]);
    }

    [Fact]
    public void A_meter_that_refuses_says_error_1() =>
        Assert.Equal([0x01], BusProbe.Open(Ask(MeterFaults.None with { Refuses = true })).Data);

    [Fact]
    public void A_late_meter_answers_well_but_later()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        probe.Meter.Faults = MeterFaults.None with { Late = TimeSpan.FromSeconds(2) };
        Assert.Equal(0x91, probe.Read("00010000").Control);
        Assert.Equal(TimeSpan.FromSeconds(2), probe.Late);
    }

    [Fact]
    public void A_fault_of_one_in_three_touches_every_third_reply()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        probe.Meter.Faults = MeterFaults.None with { BadChecksum = true, OneIn = 3 };
        var good = Enumerable.Range(0, 9).Select(_ => Dlt645Frame.TryParse(probe.Ask(0x11, "00000100"), out var _)).ToArray();
        Assert.Equal([true, true, false, true, true, false, true, true, false], good);
    }

    [Fact]
    public void A_stuck_register_stands_still_and_says_so_to_the_truth()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", load: LoadKind.Household);
        var before = probe.Read("00010000").Data;
        probe.Meter.Faults = MeterFaults.None with { StuckSince = probe.Now };
        probe.Now += TimeSpan.FromDays(2);
        Assert.Equal(before, probe.Read("00010000").Data);
        Assert.Equal(BusProbe.Hundredths(before.AsSpan(4)), probe.Meter.RegisterAt("1-0:1.8.0", probe.Now));
    }

    [Fact]
    public void A_register_rolls_over_at_its_instant_and_its_tariffs_still_add_up()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", load: LoadKind.Household);
        var meter = probe.Meter;
        meter.Faults = MeterFaults.None with { RolloverAt = probe.Now };
        Assert.Equal(0m, meter.RegisterAt("1-0:1.8.0", probe.Now));
        Assert.InRange(meter.RegisterAt("1-0:1.8.0", probe.Now.AddHours(-6)), 999_980m, 999_999.99m);
        Assert.InRange(meter.RegisterAt("1-0:1.8.0", probe.Now.AddHours(6)), 0.01m, 20m);
        var tariffs = Enumerable.Range(1, 4).Sum(tariff => meter.RegisterAt($"1-0:1.8.{tariff}", probe.Now.AddHours(6)));
        Assert.Equal(meter.RegisterAt("1-0:1.8.0", probe.Now.AddHours(6)), tariffs % 1_000_000m);
    }

    [Fact]
    public void A_faulty_modbus_meter_spoils_its_crc_its_unit_or_its_function()
    {
        var probe = BusProbe.Of("acrel-dtsd1352");
        Assert.True(RtuFrame.HasGoodCrc(probe.AskRtu(1, 3, 10, 2)));
        probe.Meter.Faults = MeterFaults.None with { BadChecksum = true };
        Assert.False(RtuFrame.HasGoodCrc(probe.AskRtu(1, 3, 10, 2)));
        probe.Meter.Faults = MeterFaults.None with { WrongAddress = true };
        Assert.Equal(2, probe.AskRtu(1, 3, 10, 2)[0]);
        probe.Meter.Faults = MeterFaults.None with { Refuses = true };
        Assert.Equal([0x83, 0x04], probe.AskRtu(1, 3, 10, 2)[1..3]);
        probe.Meter.Faults = MeterFaults.None with { OtherDataId = true };
        Assert.Equal(4, probe.AskRtu(1, 3, 10, 2)[1]);
    }

    private static byte[] Ask(MeterFaults faults)
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        probe.Meter.Faults = faults;
        return probe.Ask(0x11, "00000100");
    }
}
