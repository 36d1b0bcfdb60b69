using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public class MeterDictionaryTests
{
    /// <summary>Identifier, data bytes of a single-phase meter (0 = error 02), of a three-phase meter; lengths from the dossier's tables.</summary>
    public static TheoryData<string, int, int> Identifiers => new()
    {
        { "00000000", 4, 4 }, { "00010000", 4, 4 }, { "00010100", 4, 4 }, { "00010400", 4, 4 }, { "00010500", 0, 0 },
        { "0001FF00", 20, 20 }, { "0002FF00", 20, 20 }, { "00010001", 4, 4 }, { "0001000C", 4, 4 }, { "0001000D", 0, 0 },
        { "0001FF01", 20, 20 }, { "000100FF", 52, 52 }, { "00030000", 0, 4 }, { "0003FF00", 0, 20 }, { "00080000", 0, 4 },
        { "000A0000", 0, 4 }, { "00150000", 0, 4 }, { "00290000", 0, 4 }, { "00460000", 0, 4 }, { "00150100", 0, 0 },
        { "01010000", 0, 8 }, { "0101FF00", 0, 40 }, { "01010001", 0, 8 },
        { "02010100", 2, 2 }, { "02010200", 0, 2 }, { "0201FF00", 6, 6 }, { "02020100", 3, 3 }, { "0202FF00", 9, 9 },
        { "02030000", 3, 3 }, { "02030100", 3, 3 }, { "02030200", 0, 3 }, { "0203FF00", 12, 12 }, { "0204FF00", 12, 12 },
        { "0205FF00", 12, 12 }, { "02060000", 2, 2 }, { "0206FF00", 8, 8 }, { "02070100", 2, 2 },
        { "02800001", 3, 3 }, { "02800002", 2, 2 }, { "02800003", 3, 3 }, { "02800007", 2, 2 }, { "02800008", 2, 2 }, { "0280000A", 4, 4 },
        { "03110000", 3, 3 }, { "03300000", 3, 3 }, { "03010000", 18, 18 }, { "1D000001", 3, 3 }, { "1E000001", 3, 3 },
        { "04000101", 4, 4 }, { "04000102", 3, 3 }, { "0400010C", 7, 7 }, { "04000201", 1, 1 }, { "04000204", 1, 1 },
        { "04000306", 3, 3 }, { "04000401", 6, 6 }, { "04000402", 6, 6 }, { "04000403", 32, 32 }, { "04000404", 6, 6 },
        { "04000407", 4, 4 }, { "04000409", 3, 3 }, { "0400040B", 10, 10 }, { "0400040D", 16, 16 },
        { "04000501", 2, 2 }, { "04000503", 2, 2 }, { "04000507", 2, 2 }, { "040005FF", 14, 14 }, { "04000508", 0, 0 },
        { "04000601", 1, 1 }, { "04000703", 1, 1 }, { "04000B01", 2, 2 }, { "04000B03", 2, 2 }, { "04000C01", 0, 0 },
        { "04010000", 42, 42 }, { "04010001", 42, 42 }, { "04800001", 32, 32 },
        { "05060001", 5, 5 }, { "0506003E", 5, 5 }, { "0506003F", 0, 0 }, { "05060000", 0, 0 }, { "05060101", 20, 20 }, { "05060201", 20, 20 },
        { "05060301", 0, 20 }, { "05060901", 0, 40 }, { "05061001", 24, 24 }, { "0506FF01", 69, 69 },
        { "05040001", 5, 5 }, { "050401FE", 4, 4 }, { "0504FF01", 13, 13 }, { "05010001", 0, 0 },
        { "06000001", 0, 0 }, { "09000000", 0, 0 }, { "FFFFFFFF", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Every_identifier_is_answered_at_its_length_or_refused(string id, int single, int three)
    {
        foreach (var (model, length) in (ReadOnlySpan<(string, int)>)[("dlt645-2007-1p", single), ("dlt645-2007-3p", three)])
        {
            var (control, data) = BusProbe.Of(model).Read(id);
            if (length == 0)
            {
                Assert.Equal(0xD1, control);
                Assert.Equal([0x02], data);
                continue;
            }

            Assert.Equal(0x91, control);
            Assert.Equal(BusProbe.Wire(id), data[..4]);
            Assert.Equal(4 + length, data.Length);
        }
    }

    [Fact]
    public void Energies_are_what_the_registers_hold()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        var block = probe.Read("0001FF00").Data.AsSpan(4);
        for (var tariff = 0; tariff <= 4; tariff++)
            Assert.Equal(probe.Meter.RegisterAt($"1-0:1.8.{tariff}", probe.Now), BusProbe.Hundredths(block.Slice(4 * tariff, 4)));
    }

    [Fact]
    public void A_meter_tells_its_number_its_clock_and_its_settlement_day()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        Assert.Equal(Hex.Of("01 04 00 04 01 00 21 11 26 20"), probe.Read("04000401").Data);
        Assert.Equal(Hex.Of("02 04 00 04 01 00 21 11 26 20"), probe.Read("04000402").Data);
        Assert.Equal(Hex.Of("01 01 00 04 00 22 11 26"), probe.Read("04000101").Data);
        Assert.Equal(Hex.Of("02 01 00 04 15 20 09"), probe.Read("04000102").Data);
        Assert.Equal(Hex.Of("0C 01 00 04 15 20 09 00 22 11 26"), probe.Read("0400010C").Data);
        Assert.Equal(Hex.Of("01 0B 00 04 00 01"), probe.Read("04000B01").Data);
        Assert.Equal(Hex.Of("04 04 00 04 00 00 56 30 32 32"), probe.Read("04000404").Data);
    }

    [Fact]
    public void Phases_a_meter_does_not_have_are_FF_in_a_block()
    {
        var data = BusProbe.Of("dlt645-2007-1p").Read("0203FF00").Data;
        Assert.Equal(data[4..7], data[7..10]);
        Assert.All(data[10..], b => Assert.Equal(0xFF, b));
    }

    [Fact]
    public void Voltage_times_current_times_factor_is_the_power()
    {
        var probe = BusProbe.Of("dlt645-2007-3p", load: AmrCollector.Simulator.Loads.LoadKind.Workshop);
        var (u, i) = (probe.Read("02010100").Data, probe.Read("02020100").Data);
        var (p, f) = (probe.Read("02030100").Data, probe.Read("02060100").Data);
        var product = BusProbe.Hundredths(u.AsSpan(4)) * 10 * BusProbe.Hundredths(i.AsSpan(4)) / 10 * BusProbe.Hundredths(f.AsSpan(4)) / 10;
        var power = BusProbe.Hundredths(p.AsSpan(4)) * 10;
        Assert.InRange(product, (power * 0.98m) - 1, (power * 1.02m) + 1);
    }
}
