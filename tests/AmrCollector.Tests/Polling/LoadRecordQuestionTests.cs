using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>Load records on the wire: number and time asked, the record's own time checked, parts put together, no operator kept.</summary>
public sealed class LoadRecordQuestionTests
{
    private const string Meter = "12 90 78 56 34 12";
    private const string Ask = "01 00 01 06 02 15 10 07 10 26";
    private const string First = "A0 A0 1C 15 10 07 10 26 01 23 98 22 10 23 34 12 00 67 05 00 00 20 00 00 50 AA AA AA AA AA AA ED E5";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly Question Records = new Question.LoadRecords(new DataId(0x06010001), 2, new DateTime(2026, 10, 7, 10, 15, 0, DateTimeKind.Unspecified)) { Items = [] };

    [Fact]
    public async Task Records_over_two_frames_are_put_together_and_read()
    {
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync(Records, $"""
            >> {Frame(0x11, Ask)}
            << {Frame(0xB1, "01 00 01 06 " + First)}
            >> {Frame(0x12, "01 00 01 06 01")}
            << {Frame(0x92, "01 00 01 06 " + First + " 01")}
            """));
        var values = LoadRecords.Read(new DataId(0x06010001), answer.Data.Span);
        Assert.Equal(16, values.Count);
        Assert.Equal(("2026-10-07T10:15", "230.1"), (values[8].Value, values[9].Value));
    }

    [Fact]
    public async Task Records_older_than_asked_answer_another_question()
    {
        var older = First.Replace("15 10 07 10 26", "00 10 07 10 26", StringComparison.Ordinal);
        Assert.IsType<ExchangeOutcome.Silent>(await AskAsync(Records, $">> {Frame(0x11, Ask)}\n<< {Frame(0x91, "01 00 01 06 " + older)}"));
    }

    [Fact]
    public async Task Newest_records_are_asked_without_a_time()
    {
        var newest = new Question.LoadRecords(new DataId(0x06000002), 1, null) { Items = [] };
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync(newest, $">> {Frame(0x11, "02 00 00 06 01")}\n<< {Frame(0x91, "02 00 00 06")}"));
        Assert.Equal(0, answer.Data.Length);
    }

    [Fact]
    public async Task Ninety_nine_records_of_all_classes_are_put_together()
    {
        const int records = 99;
        var record = $"A0 A0 62 15 10 07 10 26 {string.Concat(Enumerable.Repeat("00 ", 93))}ED E5";
        var parts = string.Join(' ', Enumerable.Repeat(record, records)).Split(' ').Chunk(190).Select(part => string.Join(' ', part)).ToList();
        var transcript = $">> {Frame(0x11, "02 00 00 06 99")}\n<< {Frame(0xB1, $"02 00 00 06 {parts[0]}")}";
        for (var i = 1; i < parts.Count; i++)
            transcript += $"\n>> {Frame(0x12, $"02 00 00 06 {i:X2}")}\n<< {Frame((byte)(i < parts.Count - 1 ? 0xB2 : 0x92), $"02 00 00 06 {parts[i]} {i:X2}")}";
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync(new Question.LoadRecords(new DataId(0x06000002), records, null) { Items = [] }, transcript));
        Assert.Equal(records * 103, answer.Data.Length);
    }

    [Fact]
    public async Task A_part_that_is_refused_has_the_whole_read_again()
    {
        Assert.IsType<ExchangeOutcome.Silent>(await AskAsync(Records, $"""
            >> {Frame(0x11, Ask)}
            << {Frame(0xB1, "01 00 01 06 " + First)}
            >> {Frame(0x12, "01 00 01 06 01")}
            << {Frame(0xD2, "02")}
            """));
    }

    [Fact]
    public async Task Evidence_of_an_event_keeps_no_operator()
    {
        var programming = new Question.Dlt645(new DataId(0x03300301)) { Items = [] };
        var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync(
            programming, $">> {Frame(0x11, "01 03 30 03")}\n<< {Frame(0x91, "01 03 30 03 00 15 10 07 10 26 78 56 34 12 FF FF FF FF")}"));
        Assert.DoesNotContain("AB 89 67 45", Hex.Show(answer.Evidence.Reply.Span), StringComparison.Ordinal);
        Assert.True(Dlt645Frame.TryParse(answer.Evidence.Reply.Span, out _));
    }

    private static string Frame(byte control, string plain) => Dlt645V1997DialogTests.Frame(Meter, control, plain);

    private static async Task<ExchangeOutcome> AskAsync(Question question, string transcript)
    {
        await using var line = new ScriptedLine(transcript);
        Assert.True(Dlt645Address.TryParse("123456789012", out var address));
        var outcome = await new Questioner(line, line.Time).AskAsync(new Dlt645Dialog(address), question, Timeout, 1, CancellationToken.None);
        Assert.Empty(line.Left);
        return outcome;
    }
}
