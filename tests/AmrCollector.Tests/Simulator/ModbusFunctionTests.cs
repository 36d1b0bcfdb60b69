using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>The functions and the order of their checks (dossier modbus.md §2), on a device described as data.</summary>
public class ModbusFunctionTests
{
    private static readonly RegisterSpec[] Registers =
    [
        new() { At = 0, Type = "u16", Value = 0x1234, Writable = true },
        new() { At = 1, Type = "u16", Value = 7, Writable = true },
        new() { At = 2, Type = "u32", Value = 1_000_000 },
        new() { At = 10, Type = "u16", Value = 42, Table = "input" },
        new() { At = 10, Type = "u16", Value = 43, Table = "holding" },
    ];

    // PDU asked, PDU answered.
    [Theory]
    [InlineData("03 00 00 00 02", "03 04 12 34 00 07")]
    [InlineData("04 00 0A 00 01", "04 02 00 2A")]
    [InlineData("03 00 0A 00 01", "03 02 00 2B")]
    [InlineData("03 00 03 00 01", "03 02 42 40")]
    [InlineData("06 00 01 00 09", "06 00 01 00 09")]
    [InlineData("10 00 00 00 02 04 AA AA BB BB", "10 00 00 00 02")]
    [InlineData("16 00 00 00 F2 00 25", "16 00 00 00 F2 00 25")]
    [InlineData("17 00 00 00 02 00 01 00 01 02 00 63", "17 04 12 34 00 63")]
    [InlineData("05 00 03 FF 00", "05 00 03 FF 00")]
    [InlineData("0F 00 00 00 0A 02 CD 01", "0F 00 00 00 0A")]
    [InlineData("01 00 00 00 0A", "01 02 00 00")]
    [InlineData("02 00 03 00 01", "02 01 00")]
    [InlineData("07", "07 00")]
    [InlineData("08 00 00 A5 37", "08 00 00 A5 37")]
    [InlineData("14 07 06 00 04 00 01 00 02", "14 06 05 06 04 01 04 02")]
    public void A_request_in_order_is_answered(string ask, string answer) => Assert.Equal(answer, Hex.Show(Device().Pdu(ask)));

    // Function first, then quantity and byte count, then the address.
    [Theory]
    [InlineData("18 00 00", 0x01)]
    [InlineData("08 00 01 00 00", 0x01)]
    [InlineData("2B 0D 01 00", 0x01)]
    [InlineData("03 FF FF 00 00", 0x03)]
    [InlineData("03 00 00 00 7E", 0x03)]
    [InlineData("01 00 00 07 D1", 0x03)]
    [InlineData("05 00 00 12 34", 0x03)]
    [InlineData("10 00 00 00 02 03 AA AA BB", 0x03)]
    [InlineData("0F FF FF 00 0A 01 CD", 0x03)]
    [InlineData("17 00 00 00 01 00 00 00 7A 02 00 63", 0x03)]
    [InlineData("14 07 07 00 04 00 01 00 02", 0x03)]
    [InlineData("2B 0E 05 00", 0x03)]
    [InlineData("03 00 04 00 01", 0x02)]
    [InlineData("03 00 00 00 05", 0x02)]
    [InlineData("06 00 02 00 00", 0x02)]
    [InlineData("10 00 01 00 02 04 AA AA BB BB", 0x02)]
    [InlineData("17 00 63 00 01 00 00 00 01 02 00 63", 0x02)]
    [InlineData("05 00 10 FF 00", 0x02)]
    [InlineData("01 00 0F 00 02", 0x02)]
    [InlineData("14 07 06 00 00 00 01 00 02", 0x02)]
    [InlineData("2B 0E 04 77", 0x02)]
    public void A_request_out_of_order_gets_the_exception_of_its_first_fault(string ask, byte exception)
    {
        var probe = Device();
        Assert.Equal([(byte)(Hex.Of(ask)[0] | 0x80), exception], probe.Pdu(ask));
        Assert.Equal("03 04 12 34 00 07", Hex.Show(probe.Pdu("03 00 00 00 02")));
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var probe = Device();
        probe.Pdu("10 00 00 00 02 04 AA AA BB BB");
        Assert.Equal("03 04 AA AA BB BB", Hex.Show(probe.Pdu("03 00 00 00 02")));
        probe.Pdu("16 00 00 00 F2 00 25");
        Assert.Equal("03 02 00 A7", Hex.Show(probe.Pdu("03 00 00 00 01")));
        probe.Pdu("0F 00 00 00 0A 02 CD 01");
        Assert.Equal("01 02 CD 01", Hex.Show(probe.Pdu("01 00 00 00 0A")));
        probe.Pdu("05 00 00 00 00");
        Assert.Equal("01 01 04", Hex.Show(probe.Pdu("01 00 00 00 03")));
    }

    [Fact]
    public void A_device_that_fails_says_04_after_all_other_checks()
    {
        var probe = Device();
        probe.Meter.Faults = MeterFaults.None with { Refuses = true };
        Assert.Equal([0x83, 0x04], probe.Pdu("03 00 00 00 01"));
        Assert.Equal([0x83, 0x02], probe.Pdu("03 00 04 00 01"));
    }

    [Fact]
    public void A_broadcast_write_is_done_by_all_and_answered_by_none()
    {
        var probe = Device();
        Assert.Empty(probe.Hear(Rtu(0, "06 00 01 00 2A"), RequestForm.Rtu));
        Assert.Empty(probe.Hear(Rtu(0, "03 00 00 00 01"), RequestForm.Rtu));
        Assert.Equal("03 02 00 2A", Hex.Show(probe.Pdu("03 00 01 00 01")));
    }

    [Fact]
    public void A_device_says_who_it_is()
    {
        var probe = Device();
        var all = probe.Pdu("2B 0E 01 00");
        Assert.Equal("2B 0E 01 82 00 00 03", Hex.Show(all.AsSpan(0, 7)));
        Assert.Equal("AmrCollector", System.Text.Encoding.ASCII.GetString(all, 9, all[8]));
        Assert.Equal("2B 0E 04 82 00 00 01 02 03 31 2E 30", Hex.Show(probe.Pdu("2B 0E 04 02")));
        var id = probe.Pdu("11");
        Assert.Equal([0x11, id.Length - 2, 1, 0xFF], new int[] { id[0], id[1], id[2], id[3] });
        Assert.Equal("iEM3155", System.Text.Encoding.ASCII.GetString(BusProbe.Of("schneider-iem3155").Pdu("2B 0E 04 01")[9..]));
        Assert.Equal([0xAB, 0x01], BusProbe.Of("abb-b23").Pdu("2B 0E 01 00"));
    }

    [Theory]
    [InlineData("u32", "ABCD", "123456", "00 01 E2 40")]
    [InlineData("u32", "CDAB", "123456", "E2 40 00 01")]
    [InlineData("u32", "BADC", "123456", "01 00 40 E2")]
    [InlineData("u32", "DCBA", "123456", "40 E2 01 00")]
    [InlineData("s32", "ABCD", "-123456", "FF FE 1D C0")]
    [InlineData("u64", "ABCD", "1234567890123", "00 00 01 1F 71 FB 04 CB")]
    [InlineData("f32", "ABCD", "230.5", "43 66 80 00")]
    [InlineData("f32", "CDAB", "230.5", "80 00 43 66")]
    [InlineData("f32", "BADC", "230.5", "66 43 00 80")]
    [InlineData("f32", "DCBA", "230.5", "00 80 66 43")]
    [InlineData("f64", "ABCD", "1234567.891", "41 32 D6 87 E4 18 93 75")]
    [InlineData("bcd16", "ABCD", "1234", "12 34")]
    [InlineData("bcd32", "CDAB", "12345678", "56 78 12 34")]
    [InlineData("mod10x4", "ABCD", "123456789012", "23 34 16 2E 04 D2 00 00")]
    [InlineData("m10kx3", "ABCD", "123456789", "00 01 09 29 1A 85")]
    [InlineData("mod10x3", "ABCD", "-20003", "FF FD FF FE 00 00")]
    public void A_described_value_has_its_type_and_its_order(string type, string order, string value, string registers)
    {
        var width = Hex.Of(registers).Length / 2;
        var probe = Device([new() { At = 100, Type = type, Order = order, Value = decimal.Parse(value) }]);
        Assert.Equal(registers, Hex.Show(probe.Pdu($"03 00 64 00 {width:X2}").AsSpan(2)));
    }

    [Fact]
    public void A_described_value_may_be_what_the_meter_measures()
    {
        var probe = Device([new() { At = 0, Type = "u32", Obis = "1-0:1.8.0", Scale = 0.01m }, new() { At = 2, Type = "u16", Obis = "1-0:32.7.0", Scale = 0.1m }, new() { At = 3, Type = "text4", Text = "AB" }]);
        var data = probe.Pdu("03 00 00 00 05")[2..];
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data) / 100m);
        Assert.InRange(System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(4)), 2200, 2400);
        Assert.Equal("41 42 00 00", Hex.Show(data.AsSpan(6)));
    }

    [Fact]
    public void Limits_refuse_forbid_or_silence()
    {
        var limits = new ModbusLimits { MostRegisters = 2, SilentWhenTooLong = true, Forbidden = [(2, 3)] };
        var probe = Device(limits: limits);
        Assert.Empty(probe.Hear(Rtu(1, "03 00 00 00 03"), RequestForm.Rtu));
        Assert.Equal([0x83, 0x02], probe.Pdu("03 00 01 00 02"));
        Assert.Equal(6, probe.Pdu("03 00 00 00 02").Length);
        Assert.Equal([0x83, 0x03], Device(limits: limits with { SilentWhenTooLong = false }).Pdu("03 00 00 00 03"));
        Assert.Equal([0x83, 0x02], Device(limits: new ModbusLimits { EvenOnly = true }).Pdu("03 00 01 00 02"));
    }

    [Fact]
    public void A_device_may_insist_on_whole_values()
    {
        var probe = Device(limits: new ModbusLimits { WholeValues = true });
        Assert.Equal([0x83, 0x02], probe.Pdu("03 00 02 00 01"));
        Assert.Equal([0x83, 0x02], probe.Pdu("03 00 03 00 01"));
        Assert.Equal("03 08 12 34 00 07 00 0F 42 40", Hex.Show(probe.Pdu("03 00 00 00 04")));
    }

    [Fact]
    public void A_faulty_device_may_be_busy_or_answer_too_little()
    {
        var probe = Device();
        probe.Meter.Faults = MeterFaults.None with { Exception = 6 };
        Assert.Equal([0x83, 0x06], probe.Pdu("03 00 00 00 01"));
        probe.Meter.Faults = MeterFaults.None with { FewerRegisters = 1 };
        Assert.Equal("03 02 12 34", Hex.Show(probe.Pdu("03 00 00 00 02")));
    }

    [Fact]
    public void Ascii_carries_the_same_pdus()
    {
        var probe = Device();
        Assert.Equal(":01030412340007AB\r\n"u8, probe.Hear(":010300000002FA\r\n"u8, RequestForm.Ascii));
        Assert.Empty(probe.Hear(":010300000002FB\r\n"u8, RequestForm.Ascii));
        Assert.Empty(probe.Hear(":0103000000\r\n"u8, RequestForm.Ascii));
        Assert.Empty(probe.Hear(":zz0300000002FA\r\n"u8, RequestForm.Ascii));
    }

    [Fact]
    public void An_ascii_request_is_found_behind_noise_and_in_pieces()
    {
        var buffer = new RequestBuffer(hears645: false, hearsModbus: true, isMbap: false, silence: 1000, isAscii: true);
        var request = new byte[RequestBuffer.Capacity];
        buffer.Add("\n:01:0103000"u8, 0);
        Assert.False(buffer.TryTake(request, out _, out _));
        buffer.Add("00002FA\r\n:"u8, 1);
        Assert.True(buffer.TryTake(request, out var length, out var form));
        Assert.Equal((RequestForm.Ascii, 17), (form, length));
    }

    internal static byte[] Rtu(byte unit, string pdu)
    {
        var bytes = Hex.Of(pdu);
        var frame = new byte[bytes.Length + 3];
        frame[0] = unit;
        bytes.CopyTo(frame, 1);
        RtuFrame.Seal(frame, bytes.Length + 1);
        return frame;
    }

    private static BusProbe Device(IReadOnlyList<RegisterSpec>? registers = null, ModbusLimits? limits = null)
    {
        var plan = BusProbe.Plan("modbus-generic");
        return new(plan with { Groups = [plan.Groups[0] with { Registers = registers ?? Registers, Limits = limits }] });
    }
}
