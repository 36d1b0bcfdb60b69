using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

public sealed class Cjt188DialogTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly Question Metering = new Question.Cjt188(0x10, 0x901F, 19) { Items = [] };

    [Fact]
    public async Task A_water_meter_is_read_and_late_replies_of_its_own_are_told_by_their_sequence()
    {
        await using var line = new ScriptedLine($"""
            >> {Ask(1)}
            << +1500ms {Reply(1, "11 00 00 00 2C")}
            >> {Ask(2, lowFirst: true)}
            << +10ms {Reply(1, "11 00 00 00 2C")}
            << +10ms FE FE {Reply(2, "22 00 00 00 2C")} 55 AA
            >> {Ask(3, lowFirst: true)}
            << {Reply(3, "33 00 00 00 2C")}
            """);
        var (questioner, dialog) = (new Questioner(line, line.Time), Dialog());
        Assert.Equal("22 00 00 00 2C", await DataAsync(questioner, dialog, attempts: 2));
        Assert.Equal("33 00 00 00 2C", await DataAsync(questioner, dialog, attempts: 1));
        Assert.Empty(line.Left);
    }

    [Fact]
    public async Task The_order_of_the_identifier_is_learnt()
    {
        await using var line = new ScriptedLine($"""
            >> {Ask(1)}
            << {Refusal(1)}
            >> {Ask(2, lowFirst: true)}
            << {Reply(2, "22 00 00 00 2C", lowFirst: true)}
            >> {Ask(3, lowFirst: true)}
            << {Refusal(3)}
            """);
        var (questioner, dialog) = (new Questioner(line, line.Time), Dialog());
        Assert.Equal("22 00 00 00 2C", await DataAsync(questioner, dialog, attempts: 2));
        var refused = Assert.IsType<ExchangeOutcome.Refused>(await questioner.AskAsync(dialog, Metering, Timeout, 1, CancellationToken.None));
        Assert.Equal("refused, status 0400", refused.Meaning);
    }

    [Fact]
    public async Task A_meter_that_refuses_both_orders_refuses()
    {
        await using var line = new ScriptedLine($">> {Ask(1)}\n<< {Refusal(1)}\n>> {Ask(2, lowFirst: true)}\n<< {Refusal(2)}");
        Assert.IsType<ExchangeOutcome.Refused>(await new Questioner(line, line.Time).AskAsync(Dialog(), Metering, Timeout, 3, CancellationToken.None));
    }

    [Theory]
    [InlineData("12345", 0x20, "68 20 45 23 01 00 00 00 00 01 03 90 1F 01 A5 16")]
    [InlineData("11:12345", 0x20, "68 11 45 23 01 00 00 00 00 01 03 90 1F 01 96 16")]
    public void An_address_without_a_type_takes_the_models(string address, byte type, string expected)
    {
        var request = new byte[300];
        var length = Dialogs.For(MeterProtocol.Cjt188, address, LineKind.Serial).Ask(new Question.Cjt188(type, 0x901F, 43) { Items = [] }, request);
        Assert.Equal(expected, Hex.Show(request.AsSpan(0, length)));
    }

    [Fact]
    public void An_address_of_more_than_fourteen_digits_is_refused() =>
        Assert.Throws<FormatException>(() => Dialogs.For(MeterProtocol.Cjt188, "123456789012345", LineKind.Serial));

    private static IDialog Dialog() => Dialogs.For(MeterProtocol.Cjt188, "10:12345", LineKind.Serial);

    private static async Task<string> DataAsync(Questioner questioner, IDialog dialog, int attempts) =>
        Hex.Show(Assert.IsType<ExchangeOutcome.Answered>(await questioner.AskAsync(dialog, Metering, Timeout, attempts, CancellationToken.None)).Data.Span);

    private static string Ask(byte sequence, bool lowFirst = false) => Frame(0x01, lowFirst ? [0x1F, 0x90, sequence] : [0x90, 0x1F, sequence]);

    private static string Reply(byte sequence, string data, bool lowFirst = false) => Frame(0x81, [lowFirst ? (byte)0x1F : (byte)0x90, lowFirst ? (byte)0x90 : (byte)0x1F, sequence, .. Hex.Of(data)]);

    private static string Refusal(byte sequence) => Frame(0xC1, [sequence, 0x04, 0x00]);

    private static string Frame(byte control, byte[] data)
    {
        Assert.True(Cjt188Address.TryParse("10:12345", out var address));
        var buffer = new byte[Cjt188Frame.MaxLength];
        return Hex.Show(buffer.AsSpan(0, Cjt188Frame.Write(buffer, address, control, data)));
    }
}
