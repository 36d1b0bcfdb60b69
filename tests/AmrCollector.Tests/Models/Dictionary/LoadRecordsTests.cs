using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Protocol;

namespace AmrCollector.Tests.Models.Dictionary;

public sealed class LoadRecordsTests
{
    private const string Class1 = "01 23 98 22 10 23 34 12 00 67 05 00 00 20 00 00 50";
    private static readonly DataId All = new(0x06000001);
    private static readonly DataId First = new(0x06010001);

    [Fact]
    public void The_worked_frame_of_one_class_is_decoded()
    {
        var frame = FrameDecoder.Decode(Wire.Of("68 12 90 78 56 34 12 68 91 25 34 33 34 39 D3 D3 4F 48 43 3A 43 59 34 56 CB 55 43 56 67 45 33 9A 38 33 33 53 33 33 83 DD DD DD DD DD DD 20 18 62 16"));
        Assert.Equal(("06010001", true), (frame.DataId, frame.Valid));
        Assert.Equal(["2026-10-07T10:15", "230.1", "229.8", "231.0", "1.234", "0.567", "2.000", "50.00"], frame.Values.Select(value => value.Value));
        Assert.All(frame.Values, value => Assert.Null(value.Note));
        Assert.Equal(("1-0:32.7.0", "V", "A相电压"), (frame.Values[1].Field.Obis, frame.Values[1].Field.Unit, frame.Values[1].Field.NameZh));
        Assert.Contains("load record", frame.Item, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_record_has_all_six_classes_and_records_follow_one_another()
    {
        var full = Record("15 10 07 10 26", Class1, string.Join(' ', Enumerable.Repeat("56 34 12", 8)), "00 10 00 10 00 10 00 90", "78 56 34 12 01 00 00 00 02 00 00 80 03 00 00 00", "01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00", "11 00 00 22 00 00");
        Assert.Equal(103, full.Length);
        var values = LoadRecords.Read(All, [.. full, .. full]);
        Assert.Equal(2 * (1 + 7 + 8 + 4 + 4 + 4 + 2), values.Count);
        Assert.Equal(["1.000", "1.000", "1.000", "-1.000", "123456.78", "0.01", "-0.02", "0.03"], values.Skip(16).Take(8).Select(value => value.Value));
        Assert.Equal("0.0022", values[^1].Value);
        Assert.All(values, value => Assert.Null(value.Note));
    }

    [Fact]
    public void A_class_that_was_not_recorded_is_empty_between_its_AA()
    {
        var values = LoadRecords.Read(All, Record("15 10 07 10 26", "", "", "", "78 56 34 12 01 00 00 00 02 00 00 00 03 00 00 00", "", ""));
        Assert.Equal(["2026-10-07T10:15", "123456.78", "0.01", "0.02", "0.03"], values.Select(value => value.Value));
    }

    [Theory]
    [InlineData(0x06040001u, "78 56 34 12 01 00 00 00 02 00 00 00 03 00 00 00 AA AA AA")]
    [InlineData(0x06040001u, "78 56 34 12 01 00 00 00 02 00 00 00 03 00 00 00 AA")]
    [InlineData(0x06040001u, "AA AA AA 78 56 34 12 01 00 00 00 02 00 00 00 03 00 00 00 AA AA AA")]
    public void The_AA_of_the_classes_before_may_be_left_out(uint id, string body)
    {
        var values = LoadRecords.Read(new DataId(id), Whole("15 10 07 10 26 " + body));
        Assert.Equal(["2026-10-07T10:15", "123456.78", "0.01", "0.02", "0.03"], values.Select(value => value.Value));
    }

    [Fact]
    public void A_damaged_record_gives_no_value_and_hides_none_behind_it()
    {
        var damaged = Record("15 10 07 10 26", Class1, "", "", "", "", "");
        (damaged[0], damaged[1]) = (0xE0, 0xE0);
        damaged[^2] = (byte)damaged[..^2].Sum(b => b);
        var values = LoadRecords.Read(First, [.. damaged, .. Record("30 10 07 10 26", Class1, "", "", "", "", "")]);
        Assert.Null(values[0].Value);
        Assert.StartsWith("damaged record (E0)", values[0].Note, StringComparison.Ordinal);
        Assert.Equal(("2026-10-07T10:30", "230.1"), (values[1].Value, values[2].Value));
    }

    [Theory]
    [InlineData(-2, 0x00, "its checksum is 00")]
    [InlineData(-1, 0x16, "it ends with 16, not E5")]
    public void A_record_with_a_wrong_inner_checksum_or_end_is_refused_and_hides_none_behind_it(int fromEnd, byte wrong, string why)
    {
        var record = Record("15 10 07 10 26", Class1, "", "", "", "", "");
        record[record.Length + fromEnd] = wrong;
        var values = LoadRecords.Read(First, [.. record, .. Record("30 10 07 10 26", Class1, "", "", "", "", "")]);
        Assert.Null(values[0].Value);
        Assert.StartsWith("record refused: ", values[0].Note, StringComparison.Ordinal);
        Assert.Contains(why, values[0].Note, StringComparison.Ordinal);
        Assert.Equal(("2026-10-07T10:30", "230.1"), (values[1].Value, values[2].Value));
    }

    [Fact]
    public void No_single_changed_byte_of_a_record_becomes_another_value()
    {
        var record = Record("15 10 07 10 26", Class1, "", "", "", "", "");
        var right = LoadRecords.Read(First, record).Select(value => value.Value).ToHashSet();
        for (var at = 0; at < record.Length; at++)
            for (var change = 1; change < 256; change++)
            {
                var changed = (byte[])record.Clone();
                changed[at] ^= (byte)change;
                Assert.All(LoadRecords.Read(First, changed).Where(value => value.Field.Format.Type != FieldType.Hex && value.Value is not null), value => Assert.Contains(value.Value, right));
            }
    }

    [Fact]
    public void Phases_that_are_not_there_are_FF_and_no_numbers()
    {
        var values = LoadRecords.Read(First, Record("15 10 07 10 26", "01 23 FF FF FF FF 34 12 00 FF FF FF FF FF FF 00 50", "", "", "", "", ""));
        Assert.Equal(["2026-10-07T10:15", "230.1", null, null, "1.234", null, null, "50.00"], values.Select(value => value.Value));
    }

    [Theory]
    [InlineData("A0 A0 FF 15 10 07 10 26")]
    [InlineData("A0 A0 05 15 10")]
    [InlineData("12 34 56")]
    public void What_is_no_record_comes_raw(string data) =>
        Assert.Contains("belong to no record", Assert.Single(LoadRecords.Read(All, Wire.Of(data))).Note, StringComparison.Ordinal);

    [Fact]
    public void A_body_that_does_not_divide_gives_no_values()
    {
        var values = LoadRecords.Read(All, Whole("15 10 07 10 26 01 23 98 22 10 AA AA AA AA AA AA"));
        Assert.Equal(2, values.Count);
        Assert.Contains("do not divide", values[1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Stray_bytes_between_records_hide_none_and_no_bytes_throw()
    {
        var record = Record("15 10 07 10 26", Class1, "", "", "", "", "");
        Assert.Equal(2, LoadRecords.Read(First, [0xA0, .. record, 0x00, 0xA0, .. record]).Count(value => value.Value == "2026-10-07T10:15"));
        var random = new Random(6);
        for (var round = 0; round < 5000; round++)
        {
            byte[] damaged = [.. record, .. record];
            for (var hits = 0; hits < 4; hits++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Assert.NotEmpty(LoadRecords.Read(new DataId(0x06000001u + ((uint)random.Next(7) << 16)), damaged.AsSpan(0, random.Next(1, damaged.Length))));
        }
    }

    private static byte[] Record(string time, params string[] classes) =>
        Whole(time + " " + string.Join(' ', classes.Select(each => each.Length > 0 ? each + " AA" : "AA")));

    private static byte[] Whole(string content)
    {
        var body = Wire.Of(content);
        byte[] record = [0xA0, 0xA0, (byte)body.Length, .. body, 0, 0xE5];
        record[^2] = (byte)record[..^2].Sum(b => b);
        return record;
    }
}
