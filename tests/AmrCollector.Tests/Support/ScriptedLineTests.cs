using AmrCollector.Lines;

namespace AmrCollector.Tests.Support;

public sealed class ScriptedLineTests
{
    private readonly byte[] _buffer = new byte[16];

    [Fact]
    public async Task A_late_chunk_misses_its_deadline_and_meets_the_next_one()
    {
        await using var line = new ScriptedLine("""
            >> 01
            << +300ms AA BB
            >> 02
            << +50ms CC
            """);
        await line.SendAsync(Hex.Of("01"), default);
        Assert.Equal(0, await line.ReceiveAsync(_buffer, line.Time.After(TimeSpan.FromMilliseconds(200)), default));
        await line.DrainAsync(default);
        await line.SendAsync(Hex.Of("02"), default);
        Assert.Equal(2, await line.ReceiveAsync(_buffer, line.Time.After(TimeSpan.FromMilliseconds(200)), default));
        Assert.Equal(1, await line.ReceiveAsync(_buffer, line.Time.After(TimeSpan.FromMilliseconds(200)), default));
        Assert.Empty(line.Left);
    }

    [Fact]
    public async Task A_drain_drops_what_is_due_and_keeps_what_is_not()
    {
        await using var line = new ScriptedLine("""
            << 01 02
            << +10ms 03
            """);
        await line.DrainAsync(default);
        Assert.Equal(1, await line.ReceiveAsync(_buffer, line.Time.After(TimeSpan.FromMilliseconds(20)), default));
        Assert.Equal(3, _buffer[0]);
    }

    [Fact]
    public async Task A_lost_line_plays_on_after_it_is_reopened()
    {
        await using var line = new ScriptedLine("""
            !! unplugged
            >> 01
            << 02
            """);
        await Assert.ThrowsAsync<LineLostException>(async () => await line.ReceiveAsync(_buffer, line.Time.After(TimeSpan.Zero), default));
        await Assert.ThrowsAsync<LineLostException>(async () => await line.SendAsync(Hex.Of("01"), default));
        await line.OpenAsync(default);
        await line.SendAsync(Hex.Of("01"), default);
        Assert.Equal(1, await line.ReceiveAsync(_buffer, line.Time.After(TimeSpan.Zero), default));
        Assert.Equal(1, line.Reopened);
    }

    [Fact]
    public async Task The_manual_clock_drives_delays_and_a_wall_clock_step_moves_none()
    {
        var time = new ManualTime();
        var delay = Task.Delay(TimeSpan.FromMinutes(15), time);
        time.StepWallClock(TimeSpan.FromHours(5));
        time.Advance(TimeSpan.FromMinutes(14));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }
}
