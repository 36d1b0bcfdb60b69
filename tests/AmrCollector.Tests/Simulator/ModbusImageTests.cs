using System.Buffers.Binary;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public class ModbusImageTests
{
    [Theory]
    [InlineData(40_000, false)]
    [InlineData(50_000, false)]
    [InlineData(0, true)]
    public void A_sunspec_device_is_walked_from_its_marker_to_its_end(int begin, bool noEnd)
    {
        var probe = SunSpec("sunspec-203", new ModbusLimits { SunSpecBase = begin, NoEndMarker = noEnd });
        Assert.Equal("SunS"u8, Read(probe, begin, 2));
        Assert.Equal([1, 66], Words(probe, begin + 2, 2));
        var meter = begin + 2 + 68;
        Assert.Equal([203, 105], Words(probe, meter, 2));
        Assert.Equal("AmrCollector"u8, Read(probe, begin + 4, 16).AsSpan(0, 12));
        if (noEnd) Assert.Equal([0x83, 0x02], probe.Pdu($"03 {(meter + 107) >> 8:X2} {(meter + 107) & 0xFF:X2} 00 02"));
        else Assert.Equal([0xFFFF, 0], Words(probe, meter + 107, 2));
        Assert.Equal(107, Words(probe, meter, 107).Length);
    }

    [Fact]
    public void A_sunspec_energy_is_its_raw_times_ten_to_its_scale()
    {
        var probe = SunSpec("sunspec-203");
        var meter = Words(probe, 40_070, 107);
        var wattHours = ((meter[46] << 16) | meter[47]) * (decimal)Math.Pow(10, (short)meter[54]);
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), wattHours / 1000);
        var volts = meter[8] * (decimal)Math.Pow(10, (short)meter[15]);
        Assert.InRange(volts, 220m, 240m);
        var floats = SunSpec("sunspec-213");
        var energy = BinaryPrimitives.ReadSingleBigEndian(Read(floats, 40_070 + 68, 2));
        Assert.Equal((float)(floats.Meter.RegisterAt("1-0:1.8.0", floats.Now) * 1000), energy);
        Assert.True(float.IsNaN(BinaryPrimitives.ReadSingleBigEndian(Read(floats, 40_070 + 92, 2))));
    }

    [Fact]
    public void A_pm800_counts_in_ten_thousands_lowest_first()
    {
        var probe = BusProbe.Of("schneider-pm800", load: LoadKind.Workshop);
        var words = Words(probe, 1699, 4);
        Assert.All(words, word => Assert.InRange(word, 0, 9999));
        var wattHours = words[0] + (words[1] * 10_000L) + (words[2] * 100_000_000L) + (words[3] * 1_000_000_000_000L);
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), wattHours / 1000m);
    }

    [Fact]
    public void A_dtsu666_shows_secondary_values_and_its_ratios()
    {
        var probe = BusProbe.Of("chint-dtsu666", load: LoadKind.Workshop);
        Assert.Equal([20, 10], Words(probe, 6, 2));
        Assert.Equal((float)probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), BinaryPrimitives.ReadSingleBigEndian(Read(probe, 0x101E, 2)));
        Assert.InRange(BinaryPrimitives.ReadSingleBigEndian(Read(probe, 0x2006, 2)), 2100f, 2300f);
        Assert.InRange(BinaryPrimitives.ReadSingleBigEndian(Read(probe, 0x2044, 2)), 4990f, 5010f);
    }

    [Fact]
    public void A_pzem_sends_the_low_word_first()
    {
        var probe = BusProbe.Of("peacefair-pzem016", load: LoadKind.Household);
        var reply = probe.Pdu("04 00 05 00 02");
        var wattHours = BinaryPrimitives.ReadUInt16BigEndian(reply.AsSpan(2)) | (BinaryPrimitives.ReadUInt16BigEndian(reply.AsSpan(4)) << 16);
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), wattHours / 1000m);
        Assert.Equal([0x84, 0x03], probe.Pdu("04 00 00 00 3D"));
    }

    [Fact]
    public void A_single_phase_abb_meter_has_sentinels_where_it_has_no_phase()
    {
        var probe = BusProbe.Of("abb-b21");
        Assert.Equal(Hex.Of("FF FF FF FF"), Read(probe, 0x5B02, 2));
        Assert.Equal(Hex.Of("7F FF FF FF"), Read(probe, 0x5B18, 2));
        Assert.Equal(Hex.Of("FF FF FF FF FF FF FF FF"), Read(probe, 0x5464, 4));
        Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(Read(probe, 0x5B00, 2)), 2200u, 2400u);
    }

    private static BusProbe SunSpec(string model, ModbusLimits? limits = null)
    {
        var plan = BusProbe.Plan(model, load: LoadKind.Solar);
        return new(plan with { Groups = [plan.Groups[0] with { Limits = limits }] });
    }

    private static int[] Words(BusProbe probe, int start, int count)
    {
        var bytes = Read(probe, start, count);
        return [.. Enumerable.Range(0, count).Select(i => (int)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * i)))];
    }

    private static byte[] Read(BusProbe probe, int start, int count)
    {
        var reply = probe.Pdu($"03 {start >> 8:X2} {start & 0xFF:X2} 00 {count:X2}");
        Assert.Equal(3, reply[0]);
        return reply[2..];
    }
}
