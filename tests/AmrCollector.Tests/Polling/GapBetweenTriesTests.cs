using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>A meter that needs silence needs it ahead of every request: of a retry, of a confirmation, of what asks for the rest of a reply.</summary>
public sealed class GapBetweenTriesTests
{
    private const string Ask = "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16";
    private const string Begins = "68 01 00 00 00 00 00 68 B1 06 33 33 34 33 45 56 F0 16";
    private const string AskRest = "68 01 00 00 00 00 00 68 12 05 33 33 34 33 34 E9 16";
    private const string Rest = "68 01 00 00 00 00 00 68 92 07 33 33 34 33 AB 89 34 9F 16";
    private const string Reply = "68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task It_is_kept_before_the_rest_of_a_reply_and_before_a_reply_is_confirmed()
    {
        var gap = TimeSpan.FromMilliseconds(150);
        var waits = await WaitsAsync($"""
            >> {Ask}
            << {Begins}
            >> {AskRest}
            << 55 {Rest}
            >> {Ask}
            << {Begins}
            >> {AskRest}
            << {Rest}
            """, gap);
        Assert.Equal([gap, gap, gap], waits);
    }

    [Fact]
    public async Task A_try_that_nobody_answered_was_silence_itself()
    {
        var unanswered = $">> {Ask}\n>> {Ask}\n<< {Reply}";
        Assert.Equal(await WaitsAsync(unanswered, TimeSpan.Zero), await WaitsAsync(unanswered, TimeSpan.FromMilliseconds(150)));
        var longer = TimeSpan.FromSeconds(9);
        Assert.InRange(Assert.Single(await WaitsAsync(unanswered, longer)), longer, longer + TimeSpan.FromMilliseconds(1)); // a timer knows whole ones
    }

    [Fact]
    public async Task Without_one_nothing_waits() =>
        Assert.Equal([TimeSpan.Zero], await WaitsAsync($">> {Ask}\n<< {Begins}\n>> {AskRest}\n<< {Rest}", TimeSpan.Zero));

    /// <summary>Times between one request and the next.</summary>
    private static async Task<IReadOnlyList<TimeSpan>> WaitsAsync(string transcript, TimeSpan gap)
    {
        await using ScriptedLine line = new(transcript);
        Assert.True(Dlt645Address.TryParse("1", out var address));
        Question question = new Question.Dlt645(new DataId(0x00010000)) { Items = [] };
        Questioner questioner = new(line, line.Time);
        await OneThread.Run(
            async () => Assert.IsType<ExchangeOutcome.Answered>(await questioner.AskAsync(new Dlt645Dialog(address), question, Timeout, 3, CancellationToken.None, gap: gap)),
            () => Assert.True(line.Time.AdvanceToNext(), "it waits for nothing"));
        Assert.Empty(line.Left);
        return [.. line.SentAt.Skip(1).Zip(line.SentAt, (next, last) => line.Time.GetElapsedTime(last, next))];
    }
}
