using AmrCollector.Lines;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

public sealed class TappedLineTests
{
    private const string Ask = "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16";

    [Fact]
    public async Task Every_listener_hears_both_ways_in_order_and_with_times()
    {
        ScriptedLine line = new($"""
            >> {Ask}
            << +50ms FE 68
            >> {Ask}
            """);
        LineTap tap = new(line.Time);
        TappedLine tapped = new(line, tap);
        using var one = tap.Listen();
        using var two = tap.Listen();
        await tapped.SendAsync(Hex.Of(Ask), default);
        await tapped.ReceiveAsync(new byte[16], line.Time.After(TimeSpan.FromSeconds(1)), default);
        var (first, second) = (await TakeAsync(one, 2), await TakeAsync(two, 2));
        Assert.Equal([(TrafficDirection.Sent, Ask), (TrafficDirection.Heard, "FE 68")], first.Select(chunk => (chunk.Direction, Hex.Show(chunk.Bytes.Span))));
        Assert.Equal(50_000_000, first[1].Nanoseconds - first[0].Nanoseconds);
        Assert.Equal(first.Select(chunk => chunk.At), second.Select(chunk => chunk.At));

        two.Dispose();
        await tapped.SendAsync(Hex.Of(Ask), default);
        Assert.Equal(TrafficDirection.Sent, (await TakeAsync(one, 1))[0].Direction);
        one.Dispose();
        Assert.True(tap.IsSilent);
    }

    [Fact]
    public async Task A_slow_listener_loses_the_oldest_and_is_told_how_many()
    {
        var asked = string.Join('\n', Enumerable.Repeat($">> {Ask}", TrafficListener.Most + 7));
        ScriptedLine line = new(asked);
        LineTap tap = new(line.Time);
        TappedLine tapped = new(line, tap);
        using var listener = tap.Listen();
        for (var i = 0; i < TrafficListener.Most + 7; i++) await tapped.SendAsync(Hex.Of(Ask), default);
        Assert.Equal(7, listener.Dropped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_is_blanked_in_the_request_and_in_its_echo_also_for_who_comes_between(bool listensFromTheStart)
    {
        var request = new byte[64];
        var length = Dlt645Frame.Write(request, Dlt645Address.Broadcast, Dlt645Function.ClearDemand, [0x04, 0x12, 0x34, 0x56, 0x01, 0x02, 0x03, 0x04]);
        var sent = Hex.Show(request.AsSpan(0, length));
        ScriptedLine line = new($"""
            >> {sent}
            << {sent[..32]}
            << {sent[33..]} 68 91
            """);
        LineTap tap = new(line.Time);
        TappedLine tapped = new(line, tap);
        using var early = listensFromTheStart ? tap.Listen() : null;
        await tapped.SendAsync(request.AsMemory(0, length), default);
        using var listener = early ?? tap.Listen();
        var buffer = new byte[64];
        await tapped.ReceiveAsync(buffer, line.Time.After(TimeSpan.FromSeconds(1)), default);
        await tapped.ReceiveAsync(buffer, line.Time.After(TimeSpan.FromSeconds(1)), default);
        var heard = await TakeAsync(listener, listensFromTheStart ? 3 : 2);
        var shown = string.Concat(heard.Select(chunk => Hex.Show(chunk.Bytes.Span) + " "));
        Assert.DoesNotContain("45 67 89", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("34 35 36", shown, StringComparison.Ordinal);
        Assert.EndsWith("68 91 ", shown, StringComparison.Ordinal);
        Assert.Contains("99 99 99 68 19 08", shown, StringComparison.Ordinal);
    }

    private static async Task<List<TrafficChunk>> TakeAsync(TrafficListener listener, int count)
    {
        List<TrafficChunk> chunks = [];
        await foreach (var chunk in listener.ListenAsync(default))
        {
            chunks.Add(chunk);
            if (chunks.Count == count) break;
        }

        return chunks;
    }
}
