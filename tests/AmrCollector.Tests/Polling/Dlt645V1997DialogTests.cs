using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>DL/T 645-1997 as real meters speak it: wake-up bytes, AA terminators, wildcards in replies, follow-ups without a number.</summary>
public sealed class Dlt645V1997DialogTests
{
    private const string Meter = "45 23 01 00 00 00";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly string Ask = Frame(Meter, 0x01, "10 90");
    private static readonly string Reply = Frame(Meter, 0x81, "10 90 78 56 34 12");
    private static readonly string Again = Frame(Meter, 0x03, "");

    [Theory]
    [InlineData("")]
    [InlineData("FE ")]
    [InlineData("FE FE FE FE ")]
    public async Task Wake_up_bytes_may_come_or_not(string wake)
    {
        var answer = Answered(await AskAsync($">> {Ask}\n<< {wake}{Reply}", Total));
        Assert.Equal("78 56 34 12", Hex.Show(answer.Data.Span));
        Assert.Equal("000000012345", answer.RepliedFrom);
    }

    [Fact]
    public async Task A_refusal_says_what_the_1997_bits_mean()
    {
        var refused = Assert.IsType<ExchangeOutcome.Refused>(await AskAsync($">> {Ask}\n<< {Frame(Meter, 0xC1, "02")}", Total));
        Assert.Equal((2, "no such identifier"), (refused.Code, refused.Meaning));
    }

    [Fact]
    public async Task A_reply_among_noise_is_confirmed_by_reading_again()
    {
        var answer = Answered(await AskAsync($"""
            >> {Ask}
            << 55 {Reply}
            >> {Again}
            << {Frame(Meter, 0x83, "10 90 78 56 34 12")}
            """, Total));
        Assert.Equal("78 56 34 12", Hex.Show(answer.Data.Span));
    }

    [Fact]
    public async Task What_is_sent_again_must_be_the_same_identifier()
    {
        // The meter's last data were another's question: set aside, and asked with 01 from then on.
        var answer = Answered(await AskAsync($"""
            >> {Ask}
            << 55 {Reply}
            >> {Again}
            << {Frame(Meter, 0x83, "20 90 99 99 99 99")}
            >> {Ask}
            << {Reply}
            """, Total));
        Assert.Equal("78 56 34 12", Hex.Show(answer.Data.Span));
    }

    [Theory]
    [InlineData("C3", "01")]
    [InlineData(null, "")]
    public async Task A_meter_without_03_is_asked_with_01_for_ever_after(string? control, string data)
    {
        var refusal = control is null ? "" : $"\n<< {Frame(Meter, Convert.ToByte(control, 16), data)}";
        await using var line = new ScriptedLine($"""
            >> {Ask}
            << 55 {Reply}
            >> {Again}{refusal}
            >> {Ask}
            << {Reply}
            >> {Ask}
            << 55 {Reply}
            >> {Ask}
            << {Reply}
            """);
        var (questioner, dialog) = (new Questioner(line, line.Time), Dialog("12345"));
        Answered(await questioner.AskAsync(dialog, Total, Timeout, 3, CancellationToken.None));
        line.Time.Advance(3 * Timeout);
        Answered(await questioner.AskAsync(dialog, Total, Timeout, 3, CancellationToken.None));
        Assert.Empty(line.Left);
    }

    [Fact]
    public async Task A_long_reply_is_put_together_though_its_parts_have_no_number()
    {
        var answer = Answered(await AskAsync($"""
            >> {Ask}
            << {Frame(Meter, 0xA1, "10 90 01 00 00 00")}
            >> {Frame(Meter, 0x02, "10 90")}
            << {Frame(Meter, 0xA2, "10 90 02 00 00 00")}
            >> {Frame(Meter, 0x02, "10 90")}
            << {Frame(Meter, 0x82, "10 90 03 00 00 00")}
            """, Total));
        Assert.Equal("01 00 00 00 02 00 00 00 03 00 00 00", Hex.Show(answer.Data.Span));
    }

    [Theory]
    [InlineData("A2 again", 0x82, "10 90 02 00 00 00")]
    [InlineData("empty", 0x82, "10 90")]
    [InlineData("refused", 0xC2, "01")]
    public async Task A_part_that_may_be_the_part_before_it_ends_the_whole(string why, byte control, string data)
    {
        var outcome = await AskAsync($"""
            >> {Ask}
            << {Frame(Meter, 0xA1, "10 90 01 00 00 00")}
            >> {Frame(Meter, 0x02, "10 90")}
            << {Frame(Meter, 0xA2, "10 90 02 00 00 00")}
            >> {Frame(Meter, 0x02, "10 90")}
            << {Frame(Meter, control, data)}
            """, Total, attempts: 1);
        Assert.True(outcome is ExchangeOutcome.Silent, why);
    }

    [Theory]
    [InlineData("999999999999", "99 99 99 99 99 99")]
    [InlineData("AAAAAAAAAAAA", "AA AA AA AA AA AA")]
    public async Task The_only_meter_of_a_line_answers_a_wildcard_with_its_number(string address, string wire)
    {
        var answer = Answered(await AskAsync($">> {Frame(wire, 0x01, "10 90")}\n<< {Reply}", Total, address: address));
        Assert.Equal("000000012345", answer.RepliedFrom);
    }

    [Fact]
    public async Task A_reply_from_AA_counts_only_on_a_line_of_one_meter()
    {
        var anonymous = Frame("AA AA AA AA AA AA", 0x81, "10 90 78 56 34 12");
        Assert.IsType<ExchangeOutcome.Silent>(await AskAsync($">> {Ask}\n<< {anonymous}", Total, attempts: 1));
        await using var line = new ScriptedLine($">> {Ask}\n<< {anonymous}");
        var alone = Dialogs.For(MeterProtocol.Dlt645V1997, "12345", LineKind.Tcp, alone: true);
        Answered(await new Questioner(line, line.Time).AskAsync(alone, Total, Timeout, 1, CancellationToken.None));
    }

    [Theory]
    [InlineData("1F 90 01 00 00 00 02 00 00 00", "0.01 0.02")]
    [InlineData("1F 90 01 00 00 00 02 00 00 00 AA", "0.01 0.02")]
    public async Task A_block_of_tariffs_ends_with_AA_or_not(string data, string expected)
    {
        var block = Block(0x901F, 0x9010, 0x9011);
        var answer = Answered(await AskAsync($">> {Frame(Meter, 0x01, "1F 90")}\n<< {Frame(Meter, 0x81, data)}", block));
        Assert.Equal(expected.Split(' '), ValueReader.Read(block, answer.Data.Span).Select(value => value.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Sub_blocks_are_told_apart_by_AA()
    {
        var block = Block(0x90FF, 0x9010, 0x9011, 0x9020, 0x9021);
        var answer = Answered(await AskAsync(
            $">> {Frame(Meter, 0x01, "FF 90")}\n<< {Frame(Meter, 0x81, "FF 90 01 00 00 00 02 00 00 00 AA 03 00 00 00 04 00 00 00 AA")}", block));
        Assert.Equal([0.01m, 0.02m, 0.03m, 0.04m], ValueReader.Read(block, answer.Data.Span).Select(value => value.Number));
    }

    [Theory]
    [InlineData("FF 90 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00")]
    [InlineData("FF 90 01 00 00 00 AA 02 00 00 00 03 00 00 00 04 00 00 00 AA")]
    [InlineData("FF 90 01 00 00 00 02 00 00 00 AA 03 00 00 00 04 00 00 00 AA 05")]
    public async Task Sub_blocks_that_cannot_be_told_apart_are_no_values(string data) =>
        Assert.IsType<ExchangeOutcome.Refused>(await AskAsync($">> {Frame(Meter, 0x01, "FF 90")}\n<< {Frame(Meter, 0x81, data)}", Block(0x90FF, 0x9010, 0x9011, 0x9020, 0x9021)));

    internal static string Frame(string address, byte control, string plain)
    {
        var buffer = new byte[Dlt645Frame.MaxLength];
        return Hex.Show(buffer.AsSpan(0, Dlt645Frame.Write(buffer, Dlt645Address.FromWire(Hex.Of(address)), control, plain.Length == 0 ? [] : Hex.Of(plain))));
    }

    internal static Question.Dlt645 Block(ushort id, params ushort[] items) => new(new DataId(id))
    {
        Edition = Dlt645Edition.V1997,
        Items = [.. items.Select(item => new Item
        {
            Obis = new(1, 0, 1, 8, (byte)item, 255),
            Name = "energy",
            Unit = Unit.KilowattHour,
            Decimals = 2,
            IsRegister = true,
            Layout = new Layout.Dlt645(Dlt645Type.Bcd, 4) { Id = new DataId(item), Edition = Dlt645Edition.V1997 },
        })],
    };

    private static Question.Dlt645 Total => new(new DataId(0x9010)) { Edition = Dlt645Edition.V1997, Items = [] };

    private static Dlt645V1997Dialog Dialog(string address) => (Dlt645V1997Dialog)Dialogs.For(MeterProtocol.Dlt645V1997, address, LineKind.Tcp);

    private static ExchangeOutcome.Answered Answered(ExchangeOutcome outcome) => Assert.IsType<ExchangeOutcome.Answered>(outcome);

    private static async Task<ExchangeOutcome> AskAsync(string transcript, Question question, int attempts = 3, string address = "12345")
    {
        await using var line = new ScriptedLine(transcript);
        var outcome = await new Questioner(line, line.Time).AskAsync(Dialog(address), question, Timeout, attempts, CancellationToken.None);
        Assert.Empty(line.Left);
        return outcome;
    }
}
