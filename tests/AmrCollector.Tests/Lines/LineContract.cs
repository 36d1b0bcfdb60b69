using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

/// <summary>What <see cref="ILine"/> promises, held against every implementation.</summary>
public abstract class LineContract
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(20);
    private readonly byte[] _buffer = new byte[512];

    /// <summary>An open line whose far end plays the transcript (the form of <see cref="ScriptedLine"/>).</summary>
    protected abstract Task<Wire> PlugAsync(string transcript);

    [ContractFact]
    public async Task What_is_sent_arrives_whole_and_the_answer_comes_back()
    {
        await using var wire = await PlugAsync("""
            >> 00 FE 68 FF FF 00 11 13 0A 0D 7F 80 16
            << FE 68 FF 00 FF FF 00 00 11 13 0A 0D 1A 03 16
            """);
        await wire.Line.SendAsync(Hex.Of("00 FE 68 FF FF 00 11 13 0A 0D 7F 80 16"), default);
        Assert.Equal("FE 68 FF 00 FF FF 00 00 11 13 0A 0D 1A 03 16", await HearAsync(wire, 15));
    }

    [ContractFact]
    public async Task Bytes_that_come_in_pieces_all_arrive_in_order()
    {
        await using var wire = await PlugAsync("""
            >> 01
            << 68 01
            << +15ms 02
            << +15ms FF
            << +15ms 16
            """);
        await wire.Line.SendAsync(Hex.Of("01"), default);
        Assert.Equal("68 01 02 FF 16", await HearAsync(wire, 5));
    }

    [ContractFact]
    public async Task A_buffer_too_small_loses_nothing()
    {
        await using var wire = await PlugAsync("""
            >> 01
            << 68 01 02 03 16
            """);
        await wire.Line.SendAsync(Hex.Of("01"), default);
        List<byte> heard = [];
        while (heard.Count < 5)
        {
            Assert.Equal(1, await wire.Line.ReceiveAsync(_buffer.AsMemory(0, 1), wire.After(Plenty), default));
            heard.Add(_buffer[0]);
        }

        Assert.Equal("68 01 02 03 16", Hex.Show([.. heard]));
    }

    [ContractFact]
    public async Task A_receive_returns_nothing_at_its_deadline_and_not_before()
    {
        await using var wire = await PlugAsync("# silence");
        foreach (var wait in new[] { 30.0, 0.3, 0 })
        {
            var deadline = wire.After(TimeSpan.FromMilliseconds(wait));
            Assert.Equal(0, await wire.Line.ReceiveAsync(_buffer, deadline, default));
            Assert.True(wire.Time.GetTimestamp() >= deadline);
        }

        Assert.True(wire.Line.IsOpen);
    }

    [ContractFact]
    public async Task A_receive_that_missed_its_deadline_loses_no_byte()
    {
        await using var wire = await PlugAsync("""
            >> 01
            << +60ms 68 16
            """);
        await wire.Line.SendAsync(Hex.Of("01"), default);
        Assert.Equal(0, await wire.Line.ReceiveAsync(_buffer, wire.After(TimeSpan.FromMilliseconds(1)), default));
        Assert.Equal("68 16", await HearAsync(wire, 2));
    }

    [ContractFact]
    public async Task A_drain_drops_what_is_there_and_no_more()
    {
        await using var wire = await PlugAsync("""
            << 68 99 99 16
            >> 01
            << 68 01 16
            """);
        Assert.Equal("68", await HearAsync(wire, 1, room: 1));
        await wire.Line.DrainAsync(default);
        await wire.Line.SendAsync(Hex.Of("01"), default);
        Assert.Equal("68 01 16", await HearAsync(wire, 3));
    }

    [ContractFact]
    public async Task A_cancelled_receive_leaves_the_line_usable()
    {
        await using var wire = await PlugAsync("""
            ..
            >> 01
            << 68 16
            """);
        using CancellationTokenSource stop = new();
        var pending = wire.Line.ReceiveAsync(_buffer, wire.After(Plenty), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await wire.Line.SendAsync(Hex.Of("01"), default);
        Assert.Equal("68 16", await HearAsync(wire, 2));
    }

    [ContractFact]
    public async Task Dispose_ends_a_pending_receive_with_the_loss_of_the_line()
    {
        await using var wire = await PlugAsync("..");
        var pending = wire.Line.ReceiveAsync(_buffer, wire.After(Plenty), default).AsTask();
        await wire.Line.DisposeAsync();
        await Assert.ThrowsAsync<LineLostException>(() => pending);
        Assert.False(wire.Line.IsOpen);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await wire.Line.OpenAsync(default));
    }

    [ContractFact]
    public async Task A_far_end_that_goes_away_is_a_loss_and_the_line_reopens()
    {
        await using var wire = await PlugAsync("# silence");
        await wire.CutAsync();
        await Assert.ThrowsAsync<LineLostException>(async () => await wire.Line.ReceiveAsync(_buffer, wire.After(Plenty), default));
        Assert.False(wire.Line.IsOpen);
        await Assert.ThrowsAsync<LineLostException>(async () => await wire.Line.SendAsync(Hex.Of("01"), default));

        await wire.MendAsync("""
            >> 01
            << 68 16
            """);
        await wire.Line.OpenAsync(default);
        Assert.True(wire.Line.IsOpen);
        await wire.Line.SendAsync(Hex.Of("01"), default);
        Assert.Equal("68 16", await HearAsync(wire, 2));
    }

    private async Task<string> HearAsync(Wire wire, int count, int room = 512)
    {
        var (heard, deadline) = (0, wire.After(Plenty));
        while (heard < count)
        {
            var read = await wire.Line.ReceiveAsync(_buffer.AsMemory(heard, Math.Min(room, _buffer.Length - heard)), deadline, default);
            Assert.NotEqual(0, read);
            heard += read;
        }

        return Hex.Show(_buffer.AsSpan(0, heard));
    }
}
