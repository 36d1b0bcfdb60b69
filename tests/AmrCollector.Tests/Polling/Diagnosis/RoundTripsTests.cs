using AmrCollector.Polling.Diagnosis;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Diagnosis;

public sealed class RoundTripsTests
{
    [Fact]
    public void Ranks_are_times_that_were_seen()
    {
        var times = RoundTrips.Of(Enumerable.Range(1, 100).Select(n => TimeSpan.FromMilliseconds(n)))!;
        Assert.Equal((50, 95, 99, 100), (times.P50.TotalMilliseconds, times.P95.TotalMilliseconds, times.P99.TotalMilliseconds, times.Max.TotalMilliseconds));
        Assert.Equal(TimeSpan.FromMilliseconds(7), RoundTrips.Of([TimeSpan.FromMilliseconds(7)])!.P50);
        Assert.Null(RoundTrips.Of([]));
    }

    [Theory]
    [InlineData("68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 00 16", "68 01 00 00 00 00 00 68 11 04 33 33 34 33 4D 16", true)]
    [InlineData("68 01 00 00 00 00 00 68 91 08 33 33", "68 01 00 00 00 00 00 68 11 04 33 33 34 33 4D 16", false)]
    [InlineData("00 10 20 30", "68 01 00 00 00 00 00 68 11 04 33 33 34 33 4D 16", false)]
    [InlineData("01 03 02 12 34 00 00", "01 03 00 00 00 01 84 0A", true)]
    [InlineData("01 83 02 00 00", "01 03 00 00 00 01 84 0A", true)]
    [InlineData("FF FF 00 01 00", "01 03 00 00 00 01 84 0A", false)]
    public void A_damaged_reply_is_told_from_noise_by_its_outline(string heard, string request, bool likely) =>
        Assert.Equal(likely, GarbledFrame.IsLikely(Hex.Of(heard), Hex.Of(request)));

    [Fact]
    public async Task An_echo_is_noted_and_times_begin_behind_it()
    {
        await using ScriptedLine script = new(
            """
            >> 68 11 16
            << 68 11 16
            << +40ms 68 91
            << +5ms 16
            """);
        ObservedLine line = new(script, script.Time);
        await line.SendAsync(Hex.Of("68 11 16"), default);
        var buffer = new byte[16];
        while (await line.ReceiveAsync(buffer, script.Time.After(TimeSpan.FromSeconds(1)), default) > 0) { }
        Assert.True(line.IsEchoed);
        Assert.Equal((40, 45), (line.FirstByte!.Value.TotalMilliseconds, line.LastByte!.Value.TotalMilliseconds));
        Assert.Equal("68 11 16 68 91 16", Hex.Show(line.Heard));
    }
}
