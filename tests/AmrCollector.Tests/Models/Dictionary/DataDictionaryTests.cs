using AmrCollector.Metering;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Protocol;

namespace AmrCollector.Tests.Models.Dictionary;

public sealed class DataDictionaryTests
{
    [Theory]
    [InlineData("00010000", "forward active energy", "(当前)正向有功总电能", "1-0:1.8.0", "kWh")]
    [InlineData("00010400", "forward active energy tariff 4", "(当前)正向有功费率4电能", "1-0:1.8.4", "kWh")]
    [InlineData("0002000C", "reverse active energy, settlement 12", "(上12结算日)反向有功总电能", "1-0:2.8.0*12", "kWh")]
    [InlineData("00030000", "combined reactive 1 energy", "(当前)组合无功1总电能", "1-0:3.8.0", "kvarh")]
    [InlineData("00440000", "phase C reactive quadrant 4 energy", "(当前)C相第四象限无功电能", "1-0:68.8.0", "kvarh")]
    [InlineData("00000000", "combined active energy", "(当前)组合有功总电能", null, "kWh")]
    [InlineData("02010300", "phase C voltage", "C相电压", "1-0:72.7.0", "V")]
    [InlineData("02020100", "phase A current", "A相电流", "1-0:31.7.0", "A")]
    [InlineData("02030000", "total active power", "瞬时总有功功率", "1-0:16.7.0", "kW")]
    [InlineData("02060000", "total power factor", "总功率因数", "1-0:13.7.0", "")]
    [InlineData("02800002", "grid frequency", "电网频率", "1-0:14.7.0", "Hz")]
    [InlineData("020A0203", "phase B voltage harmonic order 3", "B相电压3次谐波含量", "1-0:52.7.3", "%")]
    [InlineData("04000409", "active constant", "电表有功常数", "1-0:0.3.0", "imp/kWh")]
    [InlineData("05060001", "daily freeze 1 time", "(上1次)日冻结时间", null, "")]
    public void An_identifier_has_names_unit_and_code(string id, string name, string nameZh, string? obis, string unit)
    {
        var field = Assert.Single(Assert.Single(Find(id)!.Items));
        Assert.Equal((name, nameZh, obis, unit), (field.Name, field.NameZh, field.Obis, field.Unit));
    }

    [Theory]
    [InlineData("0001FF00", "forward active energy block", "(当前)正向有功电能数据块")]
    [InlineData("0202FF00", "current block", "电流数据块")]
    [InlineData("0203FF00", "active power block", "瞬时有功功率数据块")]
    [InlineData("040005FF", "status word block", "电表运行状态字数据块")]
    public void A_block_is_named_as_such(string id, string name, string nameZh)
    {
        var entry = Find(id)!;
        Assert.Equal((name, nameZh, true), (entry.Name.Replace("  ", " ", StringComparison.Ordinal), entry.NameZh, entry.IsBlock));
    }

    [Theory]
    [InlineData("00010040")]
    [InlineData("FF010000")]
    [InlineData("00150100")]
    [InlineData("04600101")]
    [InlineData("02800055")]
    public void What_the_standard_does_not_name_is_unknown(string id) => Assert.Null(Find(id));

    [Fact]
    public void Every_rule_can_be_filled_in_and_its_codes_are_codes()
    {
        var found = 0;
        foreach (var (dictionary, ids) in new[] { (DataDictionary.V2007, Ids2007()), (DataDictionary.V1997, Enumerable.Range(0x9000, 0x5000).Select(id => (uint)id)) })
        {
            foreach (var id in ids)
            {
                if (dictionary.Find(new(id)) is not { } entry) continue;
                found++;
                foreach (var field in entry.Items.Take(3).SelectMany(fields => fields))
                {
                    Assert.InRange(field.Width, field.Format.Type == FieldType.Hex ? 0 : 1, 64);
                    Assert.NotEmpty(field.NameZh);
                    Assert.DoesNotContain('{', field.Name + field.NameZh + field.Unit + field.Obis);
                    if (field.Obis is { } obis) Assert.True(ObisCode.TryParse(obis, out _), obis);
                }
            }
        }

        Assert.InRange(found, 2000, 100_000);
    }

    [Fact]
    public void A_block_rises_and_its_length_says_how_many()
    {
        var values = DataReader.Read(Find("0001FF00"), Plain("79 01 00 00 25 00 00 00 62 00 00 00"));
        Assert.Equal(["1.79", "0.25", "0.62"], values.Select(value => value.Value));
        Assert.Equal(["1-0:1.8.0", "1-0:1.8.1", "1-0:1.8.2"], values.Select(value => value.Field.Obis));
    }

    [Fact]
    public void Settlement_days_of_a_block_rise_too()
    {
        var values = DataReader.Read(Find("000100FF"), new byte[13 * 4]);
        Assert.Equal(("1-0:1.8.0", "1-0:1.8.0*1", "1-0:1.8.0*12"), (values[0].Field.Obis, values[1].Field.Obis, values[12].Field.Obis));
        Assert.Equal(13, values.Count);
    }

    [Theory]
    [InlineData("02 23 AA", "223.0 - -")] // stripped, not read
    [InlineData("30 22 AA 31 22 AA 32 22 AA", "223.0 223.1 223.2")]
    public void Separators_are_stripped(string hex, string expected)
    {
        var values = DataReader.Read(Find("0201FF00"), Plain(hex.Replace("02 23", "30 22", StringComparison.Ordinal)));
        Assert.Equal(expected.Split(' ').Where(word => word != "-"), values.Select(value => value.Value));
    }

    [Fact]
    public void A_phase_of_FF_has_no_value()
    {
        var values = DataReader.Read(Find("0203FF00"), Plain("00 00 00 00 00 00 FF FF FF FF FF FF"));
        Assert.Equal(["0.0000", "0.0000", null, null], values.Select(value => value.Value));
    }

    [Theory]
    [InlineData("00010000", "00 00 0E 00")]
    [InlineData("00010000", "EE EE EE EE")]
    [InlineData("05060001", "0A 00 09 10 15")]
    [InlineData("04000402", "91 40 02 01 18 0F")]
    public void Broken_digits_have_no_value_but_a_reason(string id, string hex)
    {
        var value = Assert.Single(DataReader.Read(Find(id), Plain(hex)));
        Assert.Null(value.Value);
        Assert.NotNull(value.Note);
    }

    [Theory]
    [InlineData("02010100", "30 22 00", "223.0", "V")]
    [InlineData("02010100", "30 22 01", "012230", "")]
    [InlineData("02020100", "34 12", "1234", "")]
    [InlineData("0201FF00", "30 22 31 22 32", "3222312230", "")]
    [InlineData("0201FF00", "30 22 31 22 32 22 33 22", "2233223222312230", "")]
    public void A_length_the_format_does_not_have_is_flagged_and_never_guessed(string id, string hex, string shown, string unit)
    {
        var value = Assert.Single(DataReader.Read(Find(id), Plain(hex)));
        Assert.Equal((shown, unit), (value.Value, value.Field.Unit));
        Assert.Contains("bytes", value.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demand_has_its_time()
    {
        var values = DataReader.Read(Find("01010000"), Plain("56 34 12 15 10 07 10 26"));
        Assert.Equal(["12.3456", "2026-10-07T10:15"], values.Select(value => value.Value));
        Assert.Equal("1-0:1.6.0", values[0].Field.Obis);
        Assert.Null(DataReader.Read(Find("01010000"), new byte[8])[1].Value);
    }

    [Theory]
    [InlineData("02030000", "45 23 81", "-1.2345")]
    [InlineData("02020100", "34 12 80", "-1.234")]
    [InlineData("00010000", "99 99 99 99", "999999.99")]
    [InlineData("04000101", "03 07 10 26", "2026-10-07")]
    [InlineData("04000102", "30 15 10", "10:15:30")]
    [InlineData("0400010C", "30 15 10 03 07 10 26", "2026-10-07T10:15:30")]
    [InlineData("04000B01", "00 01", "01 00:00")]
    [InlineData("04000B02", "99 99", null)]
    [InlineData("04000404", "00 00 56 30 32 32", "220V")]
    [InlineData("04000204", "04", "4")]
    public void A_value_is_read_as_its_format_says(string id, string hex, string? expected) =>
        Assert.Equal(expected, Assert.Single(DataReader.Read(Find(id), Plain(hex))).Value);

    [Fact]
    public void A_freeze_of_energy_counts_its_tariffs_by_length()
    {
        var values = DataReader.Read(Find("05060101"), Plain("78 56 34 12 01 00 00 00"));
        Assert.Equal(["123456.78", "0.01"], values.Select(value => value.Value));
        Assert.Equal(["1-0:1.8.0", "1-0:1.8.1"], values.Select(value => value.Field.Obis));
    }

    [Fact]
    public void Sub_blocks_of_1997_are_told_apart_by_their_terminator_only()
    {
        var entry = DataDictionary.V1997.Find(new(0x90FF));
        var values = DataReader.Read(entry, Plain("01 00 00 00 02 00 00 00 AA 03 00 00 00 04 00 00 00 AA"));
        Assert.Equal(["1-0:1.8.0", "1-0:1.8.1", "1-0:2.8.0", "1-0:2.8.1"], values.Select(value => value.Field.Obis));
        Assert.Null(Assert.Single(DataReader.Read(entry, Plain("01 00 00 00 02 00 00 00"))).Field.Obis);
    }

    [Fact]
    public void A_programming_record_shows_no_operator()
    {
        var values = DataReader.Read(Find("03300001"), new byte[50]);
        Assert.Equal(12, values.Count);
        Assert.Equal("********", values[1].Value);
    }

    [Theory]
    [InlineData("03010101", 131)]
    [InlineData("030B0101", 115)]
    [InlineData("030E0101", 76)]
    [InlineData("03070001", 76)]
    [InlineData("03090001", 78)]
    [InlineData("03100001", 27)]
    [InlineData("03120101", 20)]
    [InlineData("03300101", 106)]
    [InlineData("03300201", 202)]
    [InlineData("03300401", 16)]
    [InlineData("03300601", 94)]
    [InlineData("03300C01", 16)]
    [InlineData("03300D01", 60)]
    [InlineData("03350001", 28)]
    [InlineData("1D00FF01", 34)]
    [InlineData("04010000", 42)]
    [InlineData("05061001", 24)]
    public void A_record_is_as_long_as_the_standard_has_it(string id, int length) =>
        Assert.Equal(length, Assert.Single(Find(id)!.Items).Sum(field => field.Width));

    private static IEnumerable<uint> Ids2007()
    {
        byte[] seldom = [0x00, 0x01, 0x0A, 0x10, 0x25, 0xFF];
        for (uint top = 0; top < 0x22; top++)
            for (uint second = 0; second < 256; second += top < 6 ? 1u : 17u)
                foreach (var third in seldom)
                    foreach (var last in seldom) yield return (top << 24) | (second << 16) | ((uint)third << 8) | last;
    }

    private static DictionaryEntry? Find(string id) => DataId.TryParse(id, out var parsed) ? DataDictionary.V2007.Find(parsed) : null;

    private static byte[] Plain(string hex) => Wire.Of(hex);
}
