using System.Net.Sockets;
using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

public sealed class TcpLineTests
{
    private readonly byte[] _buffer = new byte[512];

    [Fact]
    public async Task A_peer_that_closes_is_noticed_while_nobody_asks()
    {
        await using var wire = await TcpWire.PlugAsync("tcp", "# silence");
        await wire.CutAsync();
        await Eventually.HoldsAsync(() => !wire.Line.IsOpen, "the line knows");
        var lost = await Assert.ThrowsAsync<LineLostException>(async () => await wire.Line.SendAsync(Hex.Of("01"), default));
        Assert.Contains("closed the connection", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_before_the_close_is_still_heard()
    {
        await using var wire = await TcpWire.PlugAsync("tcp", "# silence");
        await wire.Accepted;
        await wire.Peer!.SendAsync(Hex.Of("68 16"));
        wire.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(2, await wire.Line.ReceiveAsync(_buffer, wire.After(TimeSpan.FromSeconds(20)), default));
        await Assert.ThrowsAsync<LineLostException>(async () => await wire.Line.ReceiveAsync(_buffer, wire.After(TimeSpan.FromSeconds(20)), default));
    }

    [Fact]
    public async Task A_peer_that_floods_cannot_keep_a_drain_busy()
    {
        await using var wire = await TcpWire.PlugAsync("tcp", "# silence");
        await wire.Accepted;
        var flood = Task.Run(() => Assert.ThrowsAny<Exception>(() => Flood(wire.Peer!)));
        var lost = await Assert.ThrowsAsync<LineLostException>(async () =>
        {
            while (true) await wire.Line.DrainAsync(default);
        });
        Assert.Contains("without end", lost.Message, StringComparison.Ordinal);
        await wire.Line.DisposeAsync();
        await flood;
    }

    [Fact]
    public async Task A_refused_connection_says_what_to_check()
    {
        Assert.True(LineUri.TryParse("tcp://127.0.0.1:1", out var uri, out _));
        await using TcpLine line = new(uri, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LineUnavailableException>(async () => await line.OpenAsync(default));
        Assert.StartsWith("127.0.0.1:1 refuses the connection; check", refused.Message, StringComparison.Ordinal);
        Assert.False(line.IsOpen);
    }

    [Fact]
    public async Task The_configured_gap_is_kept_between_sends()
    {
        await using var wire = await TcpWire.PlugAsync("tcp", "# silence", "?gap=30ms");
        var began = wire.Time.GetTimestamp(); // ahead of the first send: a thread held up behind it would see less than the gap
        await wire.Line.SendAsync(Hex.Of("01"), default);
        await wire.Line.SendAsync(Hex.Of("02"), default);
        Assert.True(wire.Time.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(29));
    }

    [Fact]
    public async Task An_echo_is_taken_out_once()
    {
        await using var wire = await TcpWire.PlugAsync(
            "tcp", """
            >> 68 11 16
            << 68 11
            << 16 68 91 16
            """, "?echo=on");
        await wire.Line.SendAsync(Hex.Of("68 11 16"), default);
        Assert.Equal(3, await wire.Line.ReceiveAsync(_buffer, wire.After(TimeSpan.FromSeconds(20)), default));
        Assert.Equal("68 91 16", Hex.Show(_buffer.AsSpan(0, 3)));
    }

    [Fact]
    public async Task A_stepped_wall_clock_moves_no_deadline()
    {
        await using var wire = await TcpWire.PlugAsync("tcp", "# silence");
        ManualTime time = new();
        await using TcpLine line = new(wire.Line.Uri, time);
        await line.OpenAsync(default);
        var pending = line.ReceiveAsync(_buffer, time.After(TimeSpan.FromSeconds(2)), default).AsTask();
        time.StepWallClock(TimeSpan.FromHours(-3));
        time.Advance(TimeSpan.FromSeconds(1.999));
        time.StepWallClock(TimeSpan.FromDays(1));
        Assert.False(pending.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await pending);
    }

    private static void Flood(Socket peer)
    {
        var noise = new byte[64 * 1024];
        while (true) peer.Send(noise);
    }
}
