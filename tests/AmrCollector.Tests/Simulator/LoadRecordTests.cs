using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>Load records 06 and event records 03, 10..1E (dossier §7, §11, §14.2).</summary>
public class LoadRecordTests
{
    [Fact]
    public void The_newest_record_is_the_last_quarter_with_its_classes_between_AA()
    {
        var probe = Meter(0x3F);
        var record = Ask(probe, "06000002", "01");
        Assert.Equal(103, record.Length);
        Assert.Equal(Hex.Of("A0 A0 62 15 09 22 11 26"), record[..8]);
        Assert.Equal([0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA], new[] { record[25], record[50], record[59], record[76], record[93], record[100] });
        Assert.Equal((byte)record[..101].Sum(b => b), record[101]);
        Assert.Equal(0xE5, record[102]);
        var quarter = new DateTimeOffset(2026, 11, 22, 9, 15, 0, TimeSpan.FromHours(8));
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", quarter), BusProbe.Hundredths(record.AsSpan(60, 4)));
    }

    [Fact]
    public void Records_from_a_time_on_follow_each_other_over_follow_up_frames()
    {
        var probe = Meter(0x01, partSize: 64);
        var (control, data) = BusProbe.Open(probe.Ask(0x11, "01000006" + "08" + "0108221126"));
        var gathered = new List<byte>(data[4..]);
        for (byte part = 1; (control & 0x20) != 0; part++)
        {
            (control, data) = probe.ReadOn("06000001", part);
            gathered.AddRange(data[4..^1]);
        }

        Assert.Equal(5 * 33, gathered.Count);
        for (var i = 0; i < 5; i++) Assert.Equal(Hex.Of("A0 A0 1C"), gathered.Skip(33 * i).Take(3));
        Assert.Equal(Hex.Of("15 08 22 11 26"), gathered.Skip(3).Take(5));
        Assert.Equal(Hex.Of("15 09 22 11 26"), gathered.Skip((33 * 4) + 3).Take(5));
    }

    [Fact]
    public void Where_no_record_lies_the_reply_is_normal_and_empty()
    {
        var probe = Meter(0x01);
        Assert.Empty(Ask(probe, "06000001", "01" + "0000231126"));
        Assert.Equal(0xD1, BusProbe.Open(probe.Ask(0x11, "02000606" + "01")).Control);
        Assert.Equal(0xD1, BusProbe.Open(Meter(0).Ask(0x11, "02000006" + "01")).Control);
    }

    [Fact]
    public void The_earliest_records_are_forty_days_old_and_a_single_class_keeps_the_marks_of_the_others()
    {
        var probe = Meter(0x3F);
        Assert.Equal(Hex.Of("15 09 13 10 26"), Ask(probe, "06000000", "01")[3..8]);
        var record = Ask(probe, "06040002", "01");
        Assert.Equal(3 + 5 + 16 + 6 + 2, record.Length);
        Assert.Equal([0xAA, 0xAA, 0xAA], record[8..11]);
    }

    [Fact]
    public void A_faulty_meter_says_damaged_or_adds_up_wrongly()
    {
        var probe = Meter(0x01);
        var good = Ask(probe, "06010002", "01");
        probe.Meter.Faults = MeterFaults.None with { DamagedRecords = true };
        Assert.Equal([0xE0, 0xE0], Ask(probe, "06010002", "01")[..2]);
        probe.Meter.Faults = MeterFaults.None with { BadRecordSums = true };
        var bad = Ask(probe, "06010002", "01");
        Assert.Equal(1, good.Zip(bad).Count(pair => pair.First != pair.Second));
    }

    // Identifier, bytes of a count, an identifier of its first record, bytes of a record.
    [Theory]
    [InlineData("03010000", 18, "03010101", 131)]
    [InlineData("03040000", 18, "0304030A", 131)]
    [InlineData("03050000", 6, "03050001", 15)]
    [InlineData("03060000", 6, "03060001", 12)]
    [InlineData("03070000", 6, "03070001", 76)]
    [InlineData("03090000", 6, "03090001", 78)]
    [InlineData("030B0000", 18, "030B0101", 115)]
    [InlineData("030F0000", 18, "030F0301", 76)]
    [InlineData("03110000", 3, "03110001", 12)]
    [InlineData("03120000", 18, "03120601", 20)]
    [InlineData("03350000", 3, "03350001", 28)]
    [InlineData("03300000", 3, "03300001", 50)]
    [InlineData("03300100", 3, "0330010A", 106)]
    [InlineData("03300200", 3, "03300201", 202)]
    [InlineData("03300500", 3, "03300501", 682)]
    [InlineData("03300800", 3, "03300801", 1026)]
    [InlineData("03300D00", 3, "03300D01", 60)]
    [InlineData("03100000", 27, "03100301", 27)]
    [InlineData("10010001", 3, "1001FF01", 131)]
    [InlineData("13000002", 3, "13002501", 6)]
    [InlineData("10010001", 3, "10010201", 4)]
    [InlineData("10010001", 3, "10010A01", 2)]
    [InlineData("10010001", 3, "10010B01", 3)]
    [InlineData("10010001", 3, "10012401", 4)]
    [InlineData("16000001", 3, "16000201", 2)]
    [InlineData("1C030001", 3, "1C031101", 4)]
    [InlineData("1D000001", 3, "1D00FF01", 34)]
    public void Events_are_counted_and_recorded_at_the_lengths_of_the_standard(string count, int countBytes, string record, int recordBytes)
    {
        foreach (var eventful in (bool[])[false, true])
        {
            var plan = BusProbe.Plan("dlt645-2007-3p");
            var probe = new BusProbe(plan with { Groups = [plan.Groups[0] with { Eventful = eventful }] });
            Assert.Equal(countBytes, Whole(probe, count).Length);
            Assert.Equal(recordBytes, Whole(probe, record).Length);
        }
    }

    [Fact]
    public void The_pieces_of_a_record_make_up_the_record()
    {
        var plan = BusProbe.Plan("dlt645-2007-3p");
        var probe = new BusProbe(plan with { Groups = [plan.Groups[0] with { Eventful = true }] });
        var gathered = new List<byte>(Whole(probe, "10020101"));
        gathered.AddRange(Whole(probe, "10022501"));
        for (var item = 2; item <= 0x24; item++) gathered.AddRange(Whole(probe, $"1002{item:X2}01"));
        Assert.Equal(Whole(probe, "1002FF01"), gathered);
        Assert.Equal(gathered, Whole(probe, "03010201"));
        Assert.Equal(0xD1, probe.Read("10022601").Control);
        Assert.Equal(0xD1, probe.Read("14001201").Control);
    }

    [Fact]
    public void An_eventful_meter_keeps_its_story_and_loses_it_when_it_is_cleared()
    {
        var plan = BusProbe.Plan("dlt645-2007-3p");
        var probe = new BusProbe(plan with { Groups = [plan.Groups[0] with { Eventful = true, Password = "123456" }] });
        var (count, newest, second) = (probe.Read("03110000").Data, probe.Read("03110001").Data, probe.Read("03110002").Data);
        Assert.NotEqual(Hex.Of("00 00 00"), count[4..]);
        Assert.NotEqual(newest[4..], second[4..]);
        probe.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(newest, probe.Read("03110001").Data);
        probe.Ask(0x1B, "0256341200000000" + "FFFF1103");
        Assert.Equal(Hex.Of("00 00 00"), probe.Read("03110000").Data[4..]);
        Assert.All(probe.Read("03110001").Data[4..], b => Assert.Equal(0, b));
        Assert.NotEqual(Hex.Of("00 00 00"), probe.Read("03060000").Data[4..7]);
    }

    private static byte[] Whole(BusProbe probe, string id)
    {
        var (control, data) = probe.Read(id);
        Assert.True((control & 0x40) == 0, $"{id} is refused");
        var gathered = new List<byte>(data[4..]);
        for (byte part = 1; (control & 0x20) != 0; part++)
        {
            (control, data) = probe.ReadOn(id, part);
            gathered.AddRange(data[4..^1]);
        }

        return [.. gathered];
    }

    private static byte[] Ask(BusProbe probe, string id, string wanted)
    {
        var (control, data) = BusProbe.Open(probe.Ask(0x11, Convert.ToHexString(BusProbe.Wire(id)) + wanted));
        Assert.Equal(0x91, control);
        return data[4..];
    }

    private static BusProbe Meter(int classes, int partSize = 196)
    {
        var plan = BusProbe.Plan("dlt645-2007-3p", load: LoadKind.Workshop) with { PartSize = partSize };
        return new(plan with { Groups = [plan.Groups[0] with { LoadClasses = classes }] });
    }
}
