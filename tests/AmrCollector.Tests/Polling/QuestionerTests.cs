using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>Frames of meter 000000000001 and of unit 1; computed by the rules of the standards.</summary>
public sealed class QuestionerTests
{
    private const string Ask = "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16";
    private const string Reply = "68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16";
    private const string Other = "68 01 00 00 00 00 00 68 91 08 33 33 34 33 79 56 34 45 7F 16";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly Question Total = new Question.Dlt645(new DataId(0x00010000)) { Items = [] };

    [Fact]
    public async Task A_clean_reply_counts_at_once_and_keeps_its_bytes()
    {
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync($">> {Ask}\n<< FE FE {Reply}"));
        Assert.Equal("45 23 01 12", Hex.Show(answer.Data.Span));
        Assert.Equal((Ask, Reply), (Hex.Show(answer.Evidence.Request.Span), Hex.Show(answer.Evidence.Reply.Span)));
        Assert.Equal("000000000001", answer.RepliedFrom);
    }

    [Fact]
    public async Task A_reply_among_noise_counts_only_after_an_equal_one()
    {
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync($"""
            >> {Ask}
            << 00 55 {Reply}
            >> {Ask}
            << 55 {Other}
            >> {Ask}
            << 55 {Other}
            """));
        Assert.Equal("46 23 01 12", Hex.Show(answer.Data.Span));
    }

    [Fact]
    public async Task A_clean_reply_after_a_noisy_one_counts_by_itself() =>
        Assert.Equal("46 23 01 12", Hex.Show(Assert.IsType<ExchangeOutcome.Answered>(await AskAsync($"""
            >> {Ask}
            << 00 55 {Reply}
            >> {Ask}
            << {Other}
            """)).Data.Span));

    [Fact]
    public async Task A_line_that_is_never_clean_and_never_equal_yields_nothing() =>
        Assert.IsType<ExchangeOutcome.Silent>(await AskAsync($"""
            >> {Ask}
            << 55 {Reply}
            >> {Ask}
            << 55 {Other}
            >> {Ask}
            << 55 {Reply}
            >> {Ask}
            << 55 {Other}
            """));

    [Fact]
    public async Task Silence_is_retried_inside_the_round() =>
        Assert.IsType<ExchangeOutcome.Answered>(await AskAsync($"""
            >> {Ask}
            >> {Ask}
            >> {Ask}
            << {Reply}
            """));

    [Fact]
    public async Task A_refusal_ends_the_round_with_its_meaning()
    {
        var refused = Assert.IsType<ExchangeOutcome.Refused>(await AskAsync($">> {Ask}\n<< 68 01 00 00 00 00 00 68 D1 01 35 D8 16"));
        Assert.Equal((Dlt645Error.NoSuchData, "no requested data"), (refused.Code, refused.Meaning));
    }

    [Fact]
    public async Task Parts_of_a_long_reply_are_put_together()
    {
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync($"""
            >> {Ask}
            << 68 01 00 00 00 00 00 68 B1 06 33 33 34 33 45 56 F0 16
            >> 68 01 00 00 00 00 00 68 12 05 33 33 34 33 34 E9 16
            << 68 01 00 00 00 00 00 68 92 07 33 33 34 33 AB 89 34 9F 16
            """));
        Assert.Equal("12 23 78 56", Hex.Show(answer.Data.Span));
    }

    [Fact]
    public async Task A_follow_up_out_of_order_is_no_answer() =>
        Assert.IsType<ExchangeOutcome.Silent>(await AskAsync($"""
            >> {Ask}
            << 68 01 00 00 00 00 00 68 B1 06 33 33 34 33 45 56 F0 16
            >> 68 01 00 00 00 00 00 68 12 05 33 33 34 33 34 E9 16
            << 68 01 00 00 00 00 00 68 92 07 33 33 34 33 AB 89 35 A0 16
            """, attempts: 1));

    [Fact]
    public async Task A_late_rtu_reply_is_heard_out_before_a_question_it_could_answer()
    {
        await using var line = new ScriptedLine($"""
            >> {Rtu("01 03 00 00 00 02")}
            << +2500ms {Rtu("01 03 04 00 00 00 07")}
            >> {Rtu("01 03 00 64 00 02")}
            << {Rtu("01 03 04 00 00 00 09")}
            """);
        var questioner = new Questioner(line, line.Time);
        var dialog = new ModbusRtuDialog(1);
        Assert.IsType<ExchangeOutcome.Silent>(await questioner.AskAsync(dialog, Registers(0), Timeout, 1, CancellationToken.None));

        var second = questioner.AskAsync(dialog, Registers(100), Timeout, 1, CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);
        line.Time.Advance(2.5 * Timeout);
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await second);
        Assert.Equal("00 00 00 09", Hex.Show(answer.Data.Span));
    }

    [Fact]
    public async Task A_gateway_whose_meter_is_silent_counts_as_silence()
    {
        await using var line = new ScriptedLine($">> {Rtu("01 03 00 00 00 02")}\n<< {Rtu("01 83 0B")}");
        var outcome = await new Questioner(line, line.Time).AskAsync(new ModbusRtuDialog(1), Registers(0), Timeout, 1, CancellationToken.None);
        Assert.True(Assert.IsType<ExchangeOutcome.Silent>(outcome).LineAnswered, "the gateway is well: nothing speaks against the connection");
    }

    [Fact]
    public async Task A_first_try_may_be_cut_short_and_the_next_waits_its_full_time()
    {
        await using var line = new ScriptedLine($"""
            >> {Ask}
            >> {Ask}
            << +900ms {Reply}
            """);
        Assert.True(Dlt645Address.TryParse("1", out var address));
        var began = line.Time.GetTimestamp();
        var outcome = await new Questioner(line, line.Time).AskAsync(
            new Dlt645Dialog(address), Total, Timeout, 2, CancellationToken.None, firstTimeout: TimeSpan.FromMilliseconds(200));
        Assert.IsType<ExchangeOutcome.Answered>(outcome);
        Assert.InRange(line.Time.GetElapsedTime(began), TimeSpan.FromMilliseconds(1100), TimeSpan.FromMilliseconds(1600));
    }

    [Fact]
    public async Task An_only_try_waits_its_full_time()
    {
        await using var line = new ScriptedLine($">> {Ask}\n<< +900ms {Reply}");
        Assert.True(Dlt645Address.TryParse("1", out var address));
        Assert.IsType<ExchangeOutcome.Answered>(await new Questioner(line, line.Time).AskAsync(
            new Dlt645Dialog(address), Total, Timeout, 1, CancellationToken.None, firstTimeout: TimeSpan.FromMilliseconds(200)));
    }

    private static async Task<ExchangeOutcome> AskAsync(string transcript, int attempts = 3)
    {
        await using var line = new ScriptedLine(transcript);
        Assert.True(Dlt645Address.TryParse("1", out var address));
        var outcome = await new Questioner(line, line.Time).AskAsync(new Dlt645Dialog(address), Total, Timeout, attempts, CancellationToken.None);
        Assert.Empty(line.Left);
        return outcome;
    }

    private static Question.Modbus Registers(ushort start) => new(ModbusTable.Holding, start, 2) { Items = [] };

    private static string Rtu(string body)
    {
        var bytes = new byte[256];
        var length = Hex.Of(body).Length;
        Hex.Of(body).CopyTo(bytes, 0);
        return Hex.Show(bytes.AsSpan(0, RtuFrame.Seal(bytes, length)));
    }
}
