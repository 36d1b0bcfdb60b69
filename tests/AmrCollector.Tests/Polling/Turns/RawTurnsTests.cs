using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Turns;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Turns;

public sealed class RawTurnsTests
{
    private const string Ask = "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16";
    private const string Reply = "68 01 00 00 00 00 00 68 91 08 33 33 34 33 33 34 35 36 09 16";
    private const string AskOther = "68 01 00 00 00 00 00 68 11 04 33 34 34 35 B6 16";
    private const string AskAll = "68 AA AA AA AA AA AA 68 11 04 33 33 34 33 AE 16";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_turn_until_the_reply_ends_with_it_and_tells_when_each_piece_came()
    {
        ScriptedLine line = new($"""
            >> {Ask}
            << +100ms {Reply[..29]}
            << +20ms {Reply[30..]}
            << +300ms 55
            """);
        var turn = await new RawTurns(line, line.Time).RunAsync(new(Hex.Of(Ask), Second, UntilReply: true), default);
        Assert.True(turn.Replied);
        Assert.Equal([100, 120], turn.Chunks.Select(chunk => (int)chunk.After.TotalMilliseconds));
        Assert.Equal(Reply, Hex.Show(turn.Chunks.SelectMany(chunk => chunk.Bytes.ToArray()).ToArray()));
        Assert.Equal(TimeSpan.FromMilliseconds(120), turn.Listened);
    }

    [Fact]
    public async Task A_turn_for_the_window_hears_it_out()
    {
        ScriptedLine line = new($"""
            >> {AskAll}
            << +100ms {Reply}
            << +300ms 68 02
            """);
        var turn = await new RawTurns(line, line.Time).RunAsync(new(Hex.Of(AskAll), Second, UntilReply: false), default);
        Assert.True(turn.Replied);
        Assert.Equal(22, turn.Chunks.Sum(chunk => chunk.Bytes.Length));
        Assert.Equal(Second, turn.Listened);
    }

    [Fact]
    public async Task A_question_whose_reply_a_silent_turns_could_be_taken_for_waits_and_others_do_not()
    {
        ScriptedLine line = new($">> {Ask}");
        RawTurns turns = new(line, line.Time);
        Assert.False((await turns.RunAsync(new(Hex.Of(Ask), Second, UntilReply: true), default)).Replied);
        Assert.True(turns.HearOutAsync(Meter(), Asked(0x02010100), default).AsTask().IsCompleted);
        var waits = turns.HearOutAsync(Meter(), Asked(0x00010000), default).AsTask();
        Assert.False(waits.IsCompleted);
        line.Time.Advance(2 * Second);
        await waits;
    }

    [Fact]
    public async Task A_turn_waits_for_the_late_reply_to_a_question_like_it_and_not_for_others()
    {
        ScriptedLine line = new($"""
            >> {AskOther}
            >> {Ask}
            << {Reply}
            """);
        RawTurns turns = new(line, line.Time);
        turns.Missed(Meter(), Asked(0x00010000), Second);
        Assert.False((await turns.RunAsync(new(Hex.Of(AskOther), Second, UntilReply: true), default)).Replied);
        var waits = turns.RunAsync(new(Hex.Of(Ask), Second, UntilReply: true), default).AsTask();
        Assert.Single(line.Sent);
        line.Time.Advance(Second);
        Assert.True((await waits).Replied);
    }

    [Fact]
    public async Task A_line_without_a_speed_of_its_own_refuses_settings_before_anything_is_sent()
    {
        ScriptedLine line = new("");
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await new RawTurns(line, line.Time).RunAsync(new(Hex.Of(Ask), Second, true, new LineSettings(9600)), default));
        Assert.Empty(line.Sent);
    }

    private static IDialog Meter() => Dialogs.For(MeterProtocol.Dlt645V2007, "000000000001", LineKind.Tcp);

    private static Question.Dlt645 Asked(uint id) => new(new DataId(id)) { Items = [] };
}
