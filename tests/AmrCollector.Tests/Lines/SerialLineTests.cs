using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

public sealed class SerialLineTests
{
    private readonly byte[] _buffer = new byte[512];

    [NeedsFact("socat")]
    public async Task A_second_opener_is_refused_and_let_in_after_the_first_closes()
    {
        await using var wire = await PtyWire.PlugAsync("# silence");
        await using SerialLine second = new(wire.Uri, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LineUnavailableException>(async () => await second.OpenAsync(default));
        Assert.Contains($"port {wire.Port} is in use by another program", refused.Message, StringComparison.Ordinal);
        await wire.Line.DisposeAsync();
        await second.OpenAsync(default);
        Assert.True(second.IsOpen);
    }

    [NeedsFact("socat")]
    public async Task An_unplugged_port_is_noticed_while_nobody_asks_and_opens_again_when_it_is_back()
    {
        await using var wire = await PtyWire.PlugAsync("# silence");
        await wire.CutAsync();
        await Eventually.HoldsAsync(() => !wire.Line.IsOpen, "the line knows");
        var absent = await Assert.ThrowsAsync<LineUnavailableException>(async () => await wire.Line.OpenAsync(default));
        Assert.Contains("there is no port", absent.Message, StringComparison.Ordinal);

        await wire.MendAsync("<< 68 16");
        await wire.Line.OpenAsync(default);
        Assert.True(wire.Line.IsOpen);
    }

    [NeedsFact("socat")]
    public async Task Another_device_under_the_same_name_is_a_loss()
    {
        await using var wire = await PtyWire.PlugAsync("# silence");
        await using var other = await PtyWire.PlugAsync("# silence");
        File.Delete(wire.Port);
        File.CreateSymbolicLink(wire.Port, other.Port);
        var lost = await Assert.ThrowsAsync<LineLostException>(
            async () => await wire.Line.ReceiveAsync(_buffer, wire.After(TimeSpan.FromSeconds(20)), default));
        Assert.Contains("replaced", lost.Message, StringComparison.Ordinal);
    }

    [NeedsFact("socat")]
    public async Task An_echo_is_taken_out_once()
    {
        await using var wire = await PtyWire.PlugAsync(
            """
            >> 68 11 FF 16
            << 68 11
            << FF 16 68 91 FF 16
            """, "?baud=9600&echo=on");
        await wire.Line.SendAsync(Hex.Of("68 11 FF 16"), default);
        var heard = 0;
        while (heard < 4) heard += await wire.Line.ReceiveAsync(_buffer.AsMemory(heard), wire.After(TimeSpan.FromSeconds(20)), default);
        Assert.Equal("68 91 FF 16", Hex.Show(_buffer.AsSpan(0, heard)));
    }

    [NeedsFact("socat")]
    public async Task The_line_is_silent_for_its_gap_before_a_send()
    {
        await using var wire = await PtyWire.PlugAsync("# silence", "?baud=9600&gap=12.5ms");
        var began = wire.Time.GetTimestamp(); // ahead of the first send: a thread held up behind it would see less than the gap
        await wire.Line.SendAsync(Hex.Of("01"), default);
        await wire.Line.SendAsync(Hex.Of("02"), default);
        Assert.True(wire.Time.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(12));
    }

    [NeedsFact("socat")]
    public async Task A_send_waiting_for_its_gap_can_be_cancelled_and_disposed()
    {
        await using var wire = await PtyWire.PlugAsync("# silence", "?gap=10s");
        using CancellationTokenSource stop = new();
        var cancelled = wire.Line.SendAsync(Hex.Of("01"), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        var disposed = wire.Line.SendAsync(Hex.Of("01"), default).AsTask();
        await wire.Line.DisposeAsync();
        await Assert.ThrowsAsync<LineLostException>(() => disposed);
    }

    [NeedsFact("socat")]
    public async Task A_kernel_without_rs485_mode_says_what_to_choose()
    {
        await using var wire = await PtyWire.PlugAsync("# silence");
        await wire.Line.DisposeAsync();
        await using SerialLine line = new(wire.Uri with { Rs485 = "kernel" }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LineUnavailableException>(async () => await line.OpenAsync(default));
        Assert.Contains("rs485=rts", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serial:/dev/ttyUSB99", "there is no port /dev/ttyUSB99; plug the adapter in")]
    [InlineData("serial:/dev/null", "/dev/null is not a serial port")]
    public async Task What_cannot_be_opened_says_why(string text, string why)
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.True(LineUri.TryParse(text, out var uri, out _));
        await using var line = LineFactory.Create(uri, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LineUnavailableException>(async () => await line.OpenAsync(default));
        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LineLostException>(async () => await line.SendAsync(Hex.Of("01"), default));
    }
}
