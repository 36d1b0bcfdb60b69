using System.Buffers.Binary;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator.Bus;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public class RegisterImageTests
{
    [Fact]
    public void An_sdm630_shows_its_energy_as_a_float_of_kilowatt_hours()
    {
        var probe = BusProbe.Of("eastron-sdm630", load: LoadKind.Shop);
        var energy = BinaryPrimitives.ReadSingleBigEndian(Registers(probe.AskRtu(1, 4, 72, 2)));
        Assert.Equal((float)probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), energy);
        Assert.InRange(BinaryPrimitives.ReadSingleBigEndian(Registers(probe.AskRtu(1, 4, 70, 2))), 49.9f, 50.1f);
        Assert.InRange(BinaryPrimitives.ReadSingleBigEndian(Registers(probe.AskRtu(1, 4, 0, 2))), 220f, 240f);
    }

    [Fact]
    public void An_iem3155_shows_watt_hours_in_64_bits_and_kilowatts()
    {
        var probe = BusProbe.Of("schneider-iem3155", load: LoadKind.Workshop);
        var wattHours = BinaryPrimitives.ReadInt64BigEndian(Registers(probe.AskRtu(1, 3, 3203, 4)));
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), wattHours / 1000m);
        var kilowatts = BinaryPrimitives.ReadSingleBigEndian(Registers(probe.AskRtu(1, 3, 3059, 2)));
        Assert.Equal(probe.Meter.ValuesAt(probe.Now).Milliwatts / 1_000_000.0, kilowatts, 4);
        for (var tariff = 1; tariff <= 4; tariff++)
        {
            var shown = BinaryPrimitives.ReadSingleBigEndian(Registers(probe.AskRtu(1, 3, (ushort)(45117 + (2 * tariff)), 2)));
            Assert.Equal((float)(probe.Meter.RegisterAt($"1-0:1.8.{tariff}", probe.Now) * 1000), shown);
        }
    }

    [Fact]
    public void A_b23_shows_hundredths_in_64_bits_and_says_what_it_is()
    {
        var probe = BusProbe.Of("abb-b23", load: LoadKind.Workshop);
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), BinaryPrimitives.ReadInt64BigEndian(Registers(probe.AskRtu(1, 3, 0x5000, 4))) / 100m);
        Assert.Equal(Hex.Of("42 32 33 20"), Registers(probe.AskRtu(1, 3, 0x8960, 2)));
        Assert.Equal([0x83, 0x02], probe.AskRtu(1, 3, 0x5B30, 2)[1..3]);
    }

    [Fact]
    public void A_dtsd1352_shows_secondary_hundredths_tariffs_and_its_ratio()
    {
        var probe = BusProbe.Of("acrel-dtsd1352", load: LoadKind.Workshop);
        var block = Registers(probe.AskRtu(1, 3, 10, 10));
        for (var tariff = 0; tariff <= 4; tariff++)
            Assert.Equal(probe.Meter.RegisterAt($"1-0:1.8.{tariff}", probe.Now), BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(4 * tariff)) / 100m);
        Assert.Equal(Hex.Of("00 01 00 28"), Registers(probe.AskRtu(1, 3, 141, 2)));
    }

    [Fact]
    public void A_dtsd1352_behind_transformers_stays_within_its_current()
    {
        var plan = BusProbe.Plan("acrel-dtsd1352", load: LoadKind.Workshop);
        var meter = new BusProbe(plan with { Groups = [plan.Groups[0] with { LoadPercent = 50 }] }).Meter;
        for (var hour = 0; hour < 24 * 14; hour++)
            for (var phase = 0; phase < 3; phase++)
                Assert.InRange(meter.ValuesAt(new DateTimeOffset(2026, 11, 9, 0, 0, 0, TimeSpan.Zero).AddHours(hour)).MilliamperesOf(phase), 0, 6000);
    }

    [Theory]
    [InlineData("eastron-sdm630", 6, 0, 2, 0x01)]
    [InlineData("eastron-sdm630", 3, 0, 2, 0x01)]
    [InlineData("eastron-sdm630", 4, 0, 0, 0x03)]
    [InlineData("eastron-sdm630", 4, 0, 82, 0x03)]
    [InlineData("eastron-sdm630", 4, 1, 2, 0x02)]
    [InlineData("eastron-sdm630", 4, 90, 2, 0x02)]
    [InlineData("eastron-sdm630", 4, 65534, 4, 0x02)]
    [InlineData("schneider-iem3155", 3, 0, 1, 0x02)]
    [InlineData("schneider-iem3155", 3, 3203, 126, 0x03)]
    [InlineData("abb-b23", 16, 0, 1, 0)]
    public void What_a_meter_cannot_answer_gets_the_exception_for_it(string model, byte function, int start, int count, byte exception)
    {
        var reply = BusProbe.Of(model).AskRtu(1, function, (ushort)start, (ushort)count);
        Assert.Equal(exception == 0 ? [(byte)(function | 0x80), 0x01] : [(byte)(function | 0x80), exception], reply[1..3]);
        Assert.True(RtuFrame.HasGoodCrc(reply));
    }

    [Fact]
    public void Another_unit_is_silent_and_a_gateway_may_say_so()
    {
        Assert.Empty(BusProbe.Of("abb-b23").AskRtu(2, 3, 0x5000, 4));
        var request = Hex.Of("12 34 00 00 00 06 02 03 50 00 00 04");
        var plan = BusProbe.Plan("abb-b23") with { Wire = AmrCollector.Simulator.WireKind.Mbap };
        Assert.Empty(new BusProbe(plan).Hear(request, RequestForm.Mbap));
        Assert.Equal(Hex.Of("12 34 00 00 00 03 02 83 0B"), new BusProbe(plan with { AnswersForDeadUnits = true }).Hear(request, RequestForm.Mbap));
    }

    [Theory]
    [InlineData(1, 0x00, 17)]
    [InlineData(1, 0xFF, 17)]
    [InlineData(2, 0x00, 0)]
    [InlineData(2, 0xFF, 0)]
    public void A_device_of_its_own_is_any_unit_and_one_behind_a_gateway_is_not(int meters, byte unit, int length)
    {
        var probe = new BusProbe(BusProbe.Plan("abb-b23", meters) with { Wire = AmrCollector.Simulator.WireKind.Mbap });
        var reply = probe.Hear(Hex.Of($"12 34 00 00 00 06 {unit:X2} 03 50 00 00 04"), RequestForm.Mbap);
        Assert.Equal(length, reply.Length);
        if (length > 0) Assert.Equal(unit, reply[6]);
    }

    [Fact]
    public void A_gateway_repeats_the_transaction_and_the_unit()
    {
        var probe = new BusProbe(BusProbe.Plan("abb-b23") with { Wire = AmrCollector.Simulator.WireKind.Mbap });
        var reply = probe.Hear(Hex.Of("12 34 00 00 00 06 01 03 50 00 00 04"), RequestForm.Mbap);
        Assert.Equal(Hex.Of("12 34 00 00 00 0B 01 03 08"), reply[..9]);
        Assert.Equal(17, reply.Length);
    }

    private static byte[] Registers(byte[] reply)
    {
        Assert.True(RtuFrame.HasGoodCrc(reply));
        Assert.True((reply[1] & 0x80) == 0, Hex.Show(reply));
        Assert.Equal(reply.Length - 5, reply[2]);
        return reply[3..^2];
    }
}
