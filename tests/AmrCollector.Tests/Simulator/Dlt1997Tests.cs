using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public class Dlt1997Tests
{
    /// <summary>Identifier and data bytes, 0 for error 02; lengths from the dossier's §15.3.</summary>
    public static TheoryData<string, int> Identifiers => new()
    {
        { "9010", 4 }, { "9014", 4 }, { "9015", 0 }, { "901F", 20 }, { "9020", 4 }, { "9110", 4 }, { "9120", 4 }, { "9130", 4 }, { "9160", 4 },
        { "9170", 0 }, { "9410", 4 }, { "9810", 4 }, { "941F", 20 }, { "9C10", 0 }, { "90FF", 42 }, { "90F0", 8 },
        { "A010", 3 }, { "A01F", 15 }, { "A110", 3 }, { "A410", 3 }, { "B010", 4 }, { "B410", 4 },
        { "B210", 4 }, { "B212", 2 }, { "B214", 3 }, { "B310", 2 }, { "B323", 3 }, { "B343", 4 },
        { "B611", 2 }, { "B61F", 6 }, { "B621", 2 }, { "B630", 3 }, { "B633", 3 }, { "B634", 2 }, { "B640", 2 }, { "B650", 2 }, { "B660", 2 }, { "B6FF", 52 },
        { "C010", 4 }, { "C011", 3 }, { "C020", 1 }, { "C021", 1 }, { "C022", 1 }, { "C030", 3 }, { "C032", 6 }, { "C111", 1 }, { "C117", 2 },
        { "C119", 4 }, { "C211", 2 }, { "C212", 0 }, { "C313", 1 }, { "C321", 3 }, { "C331", 3 }, { "C511", 2 }, { "0001", 0 }, { "FFFF", 0 },
    };

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Every_identifier_of_1997_is_answered_at_its_length_or_refused(string id, int length)
    {
        var (control, data) = BusProbe.Of("dlt645-1997").Read1997(id);
        Assert.Equal(length == 0 ? 0xC1 : 0x81, control);
        if (length == 0) Assert.Equal([0x02], data);
        else Assert.Equal([.. BusProbe.Wire(id), .. data[2..]], data);
        if (length > 0) Assert.Equal(length, data.Length - 2);
    }

    [Fact]
    public void A_1997_meter_and_a_2007_meter_share_a_line_and_each_hears_its_own_codes()
    {
        var plan = BusProbe.Plan("dlt645-2007-3p");
        var probe = new BusProbe(plan with { Groups = [plan.Groups[0], new MeterGroup { Kind = MeterKind.All["dlt645-1997"], FirstNumber = 12345 }] });
        var old = probe.Read1997("9010", "000000012345");
        Assert.Equal(probe.Meters[1].RegisterAt("1-0:1.8.0", probe.Now), BusProbe.Hundredths(old.Data.AsSpan(2)));
        Assert.Empty(probe.Ask(0x11, "00000100", "000000012345"));
        Assert.Empty(probe.Ask(0x01, "1090"));
        Assert.Equal(0x91, probe.Read("00010000").Control);
        Assert.Equal("000000012345", AddressOf(probe.Ask(0x01, "1090", "AAAAAAAAAAAA")));
    }

    // The frames of the dossier's §15.1: meter 000000012345.
    [Theory]
    [InlineData("68 45 23 01 00 00 00 68 04 09 44 F3 33 33 33 33 63 48 43 37 16", "68 45 23 01 00 00 00 68 84 00 BD 16")]
    [InlineData("68 45 23 01 00 00 00 68 0C 01 43 89 16", "68 45 23 01 00 00 00 68 8C 01 43 09 16")]
    [InlineData("68 45 23 01 00 00 00 68 0F 08 33 33 33 33 33 89 67 45 84 16", "68 45 23 01 00 00 00 68 8F 04 33 89 67 45 34 16")]
    [InlineData("68 45 23 01 00 00 00 68 10 00 49 16", "68 45 23 01 00 00 00 68 90 00 C9 16")]
    [InlineData("68 45 23 01 00 00 00 68 01 02 34 33 A3 16", "68 45 23 01 00 00 00 68 C1 01 35 30 16")]
    public void The_frames_of_the_dossier_are_answered_as_it_says(string ask, string answer) =>
        Assert.Equal(answer, Hex.Show(Meter12345("000000").Hear(Hex.Of(ask))));

    [Fact]
    public void A_wrong_password_is_error_04_and_an_illegal_date_error_01()
    {
        var probe = Meter12345("123456");
        Assert.Equal([0x04], Write(probe, "C011", "00000000", "301510").Data);
        Assert.Equal([0x01], Write(probe, "C010", "00563412", "00321326").Data);
        Assert.Equal([0x02], Write(probe, "9010", "00563412", "00000000").Data);
        Assert.Equal(0x84, Write(probe, "C033", "00563412", "112233445566").Control);
        Assert.Equal(Hex.Of("33 C0 11 22 33 44 55 66"), probe.Read1997("C033", "000000012345").Data);
        Assert.Equal(Hex.Of("12 B2 01 00"), probe.Read1997("B212", "000000012345").Data);
    }

    [Fact]
    public void Blocks_may_end_in_AA_and_the_block_of_all_quantities_always_does()
    {
        var probe = BusProbe.Of("dlt645-1997", load: LoadKind.Solar);
        var all = probe.Read1997("90FF").Data;
        Assert.Equal([0xAA, 0xAA], [all[2 + 20], all[^1]]);
        Assert.Equal(probe.Read1997("902F").Data[2..], all[(2 + 21)..^1]);
        probe.Meter.Faults = MeterFaults.None with { AaSeparators = true };
        Assert.Equal(0xAA, probe.Read1997("901F").Data[^1]);
        Assert.Equal(2 + 4, probe.Read1997("9010").Data.Length);
    }

    [Fact]
    public void A_reply_may_carry_the_wildcard_and_a_broadcast_read_may_be_answered()
    {
        var probe = BusProbe.Of("dlt645-1997");
        Assert.Empty(probe.Ask(0x01, "1090", "999999999999"));
        probe.Meter.Faults = MeterFaults.None with { WildcardReplies = true, AnswersBroadcast = true, Preamble = 3 };
        var reply = probe.Ask(0x01, "1090", "999999999999");
        Assert.Equal([0xFE, 0xFE, 0xFE, 0x68], reply[..4]);
        Assert.Equal("AAAAAAAAAAAA", AddressOf(reply[3..]));
    }

    [Fact]
    public void What_follows_comes_with_02_and_the_last_part_again_with_03()
    {
        var probe = new BusProbe(BusProbe.Plan("dlt645-1997") with { PartSize = 16 });
        var whole = BusProbe.Of("dlt645-1997").Read1997("90FF").Data[2..];
        var (control, data) = probe.Read1997("90FF");
        var gathered = new List<byte>(data[2..]);
        while ((control & 0x20) != 0)
        {
            (control, data) = BusProbe.Open(probe.Ask(0x02, "FF90"));
            Assert.Equal(data, BusProbe.Open(probe.Ask(0x03, "")).Data);
            gathered.AddRange(data[2..]);
        }

        Assert.Equal(whole, gathered);
        Assert.Equal([0x02], BusProbe.Open(probe.Ask(0x02, "FF90")).Data);
    }

    [Fact]
    public void A_cleared_demand_starts_again_and_is_counted()
    {
        var probe = BusProbe.Of("dlt645-1997", load: LoadKind.Shop);
        Assert.NotEqual(Hex.Of("00 00 00"), probe.Read1997("A010").Data[2..]);
        Assert.Equal(0x90, BusProbe.Open(probe.Ask(0x10, "")).Control);
        Assert.Equal(Hex.Of("00 00 00"), probe.Read1997("A010").Data[2..]);
        Assert.Equal(Hex.Of("20 09 22 11"), probe.Read1997("B211").Data[2..]);
        Assert.Equal(Hex.Of("01 00"), probe.Read1997("B213").Data[2..]);
    }

    [Fact]
    public void A_broadcast_time_is_taken_once_a_day_within_ten_minutes()
    {
        var probe = BusProbe.Of("dlt645-1997");
        probe.Meter.Faults = MeterFaults.None with { ClockOff = TimeSpan.FromMinutes(-8) };
        Assert.Empty(probe.Ask(0x08, "152009221126", "999999999999"));
        Assert.Equal(TimeSpan.Zero, probe.Meter.Faults.ClockOff);
        probe.Ask(0x08, "152109221126", "999999999999");
        Assert.Equal(TimeSpan.Zero, probe.Meter.Faults.ClockOff);
    }

    [Fact]
    public void A_2007_meter_may_answer_the_reads_of_1997_too()
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        probe.Meter.Faults = MeterFaults.None with { Answers1997 = true };
        Assert.Equal(0x81, probe.Read1997("9010").Control);
        Assert.Equal(0x91, probe.Read("00010000").Control);
    }

    private static (byte Control, byte[] Data) Write(BusProbe probe, string id, string authority, string data) =>
        BusProbe.Open(probe.Ask(0x04, Convert.ToHexString(BusProbe.Wire(id)) + authority + data, "000000012345"));

    private static BusProbe Meter12345(string password)
    {
        var plan = BusProbe.Plan("dlt645-1997");
        return new(plan with { Groups = [plan.Groups[0] with { FirstNumber = 12345, Password = password }] });
    }

    private static string AddressOf(byte[] reply)
    {
        Assert.True(AmrCollector.Protocol.Dlt645.Dlt645Frame.TryParse(reply, out var frame));
        return frame.Address.ToString();
    }
}
