using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Protocol;

namespace AmrCollector.Tests.Models.Dictionary;

/// <summary>What means "none" or is broken is never a number, alone or in the middle of a block, in any family.</summary>
public sealed class SpecialValuesTests
{
    [Theory]
    [InlineData("0001FF00", "79 01 00 00 FF FF FF FF 62 00 00 00", "1.79 - 0.62")]
    [InlineData("0001FF00", "EE EE EE EE 25 00 00 00 62 00 0E 00", "- 0.25 -")]
    [InlineData("0203FF00", "23 81 00 FF FF FF 00 00 80 FF FF 7F", "0.8123 - 0.0000 -")]
    [InlineData("0201FF00", "30 22 FF FF FF FF", "223.0 - -")]
    [InlineData("0202FF00", "34 12 80 FF FF FF FF FF FF", "-1.234 - -")]
    [InlineData("01010000", "FF FF FF FF FF FF FF FF", "- -")]
    [InlineData("01010000", "00 00 00 00 00 00 00 00", "0.0000 -")]
    [InlineData("05060001", "00 00 00 00 00", "-")]
    [InlineData("05060101", "78 56 34 12 FF FF FF FF 01 00 00 00", "123456.78 - 0.01")]
    [InlineData("04000101", "00 00 00 00", "-")]
    [InlineData("04000B01", "99 99", "-")]
    [InlineData("04000B01", "00 00", "-")]
    [InlineData("04000503", "FF FF", "-")]
    [InlineData("04000403", "FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF", "-")]
    [InlineData("04000402", "FF FF FF FF FF FF", "-")]
    [InlineData("00900200", "FF FF FF FF", "-")]
    [InlineData("020A0101", "FF FF", "-")]
    [InlineData("1001FF01", "15 15 10 07 10 26 00 00 00 00 00 00 FF FF FF FF", "2026-10-07T10:15:15 - -")]
    public void Has_no_value_but_a_reason(string id, string hex, string expected)
    {
        Assert.True(DataId.TryParse(id, out var parsed));
        var values = DataReader.Read(DataDictionary.V2007.Find(parsed), Wire.Of(hex));
        Assert.Equal(expected.Split(' '), values.Select(value => value.Value ?? "-"));
        Assert.All(values.Where(value => value.Value is null), value => Assert.NotNull(value.Note));
    }

    [Theory]
    [InlineData("05060001", "15 10 07 13 26")]
    [InlineData("05060001", "60 10 07 10 26")]
    [InlineData("01010000", "56 34 12 15 10 32 10 26")]
    [InlineData("04000102", "60 59 23")]
    public void A_time_that_no_calendar_has_is_said_to_be_none(string id, string hex)
    {
        Assert.True(DataId.TryParse(id, out var parsed));
        Assert.Equal("no time of the calendar", DataReader.Read(DataDictionary.V2007.Find(parsed), Wire.Of(hex))[^1].Note);
    }

    [Theory]
    [InlineData(0x901Fu, "01 00 00 00 FF FF FF FF 03 00 00 00 AA", "0.01 - 0.03")]
    [InlineData(0xB611u, "FF FF", "-")]
    [InlineData(0xB010u, "00 00 00 00", "-")]
    [InlineData(0xC010u, "FF FF FF FF", "-")]
    [InlineData(0xC032u, "0A 00 00 00 00 00", "-")]
    public void Has_no_value_in_1997_either(uint id, string hex, string expected) =>
        Assert.Equal(expected.Split(' '), DataReader.Read(DataDictionary.V1997.Find(new DataId(id)), Wire.Of(hex)).Select(value => value.Value ?? "-"));

    [Theory]
    [InlineData("04000503", "10 10", "1010", "relay open 继电器断, power kept on 保电")]
    [InlineData("04000501", "04 80", "8004", "clock battery low 时钟电池欠压, clock fault 时钟故障")]
    [InlineData("04000601", "05", "05", "+ forward 正向有功加, + reverse 反向有功加")]
    [InlineData("04000703", "08", "08", "2400")]
    [InlineData("04000901", "3F", "3F", "voltages, currents, frequency 电压电流频率, powers 有无功功率, power factors 功率因数, energies 有无功总电能, quadrant energies 四象限无功, present demand 当前需量")]
    [InlineData("04001104", "01 00 00 00 00 00 0F 00", "000F000000000001", "control loop error 控制回路错误, programming 编程, meter clear 电表清零, demand clear 需量清零, event clear 事件清零")]
    public void A_word_is_told_bit_by_bit(string id, string hex, string value, string note)
    {
        Assert.True(DataId.TryParse(id, out var parsed));
        var read = Assert.Single(DataReader.Read(DataDictionary.V2007.Find(parsed), Wire.Of(hex)));
        Assert.Equal((value, note), (read.Value, read.Note));
    }

    [Theory]
    [InlineData("68 12 90 78 56 34 12 68 9C 02 53 B3 00 16", "8020", "trip failed: power is kept on", "跳闸失败(保电)")]
    [InlineData("68 12 90 78 56 34 12 68 DC 02 33 37 00 16", "0400", "done: alarm on", "报警成功")]
    [InlineData("68 12 90 78 56 34 12 68 C3 02 3B 33 00 16", "0008", "identity authentication failed", "身份认证失败")]
    [InlineData("68 12 90 78 56 34 12 68 D4 01 37 00 16", "04", "wrong password or not authorised", "密码错/未授权")]
    public void Errors_and_results_are_told_in_both_languages(string hex, string code, string english, string chinese)
    {
        var frame = FrameDecoder.Decode(AmrCollector.Tests.Protocol.Dlt645.Dlt645CommandFrameTests.Sealed(hex));
        Assert.Equal((code, english, chinese), (frame.Error, frame.ErrorText, frame.ErrorTextZh));
    }

    [Fact]
    public void A_security_frame_is_told_as_far_as_its_layout_is_known_and_hides_ciphers()
    {
        var ask = FrameDecoder.Decode(Framed(0x03, "FF 02 81 07 78 56 34 12"));
        Assert.Equal(("078102FF", "********"), (ask.DataId, Assert.Single(ask.Values).Value));
        var reply = FrameDecoder.Decode(Framed(0x83, "FF 02 81 07 10 27 00 00 11 22 33 44 05 00 00 00 55 66 77 88 45 23 01 00 00 00 01 00 00 00"));
        Assert.Equal(["00002710", "********", "00000005", "********", "000000012345", "00000001"], reply.Values.Select(value => value.Value));
        Assert.Equal("状态查询", reply.ItemZh);
    }

    private static byte[] Framed(byte control, string plain)
    {
        var buffer = new byte[Dlt645Frame.MaxLength];
        return buffer[..Dlt645Frame.Write(buffer, Dlt645Address.FromWire([1, 0, 0, 0, 0, 0]), control, Wire.Of(plain))];
    }
}
