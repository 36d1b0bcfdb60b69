using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;

namespace AmrCollector.Tests.Simulator;

public class WaveformTests
{
    private static readonly WireSpeed Riser = new(2400, "8E1");

    [Theory]
    [InlineData("8E1")]
    [InlineData("8N1")]
    [InlineData("8O1")]
    [InlineData("8N2")]
    public void One_speaker_is_heard_as_he_speaks_and_in_his_time(string format)
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];
        var speed = new WireSpeed(9600, format);
        var (heard, at) = Hear(speed, (all, TimeSpan.FromMilliseconds(20)));
        Assert.Equal(all, heard);
        Assert.Equal((int)(0.020 * 9600 * Waveform.StepsPerBit) + (speed.BitsPerCharacter * Waveform.StepsPerBit), at[0]);
        Assert.Equal(speed.BitsPerCharacter * Waveform.StepsPerBit, at[^1] - at[^2]);
    }

    [Fact]
    public void Two_that_begin_together_are_a_wired_and()
    {
        var (heard, _) = Hear(Riser, ([0b1100, 0x68], TimeSpan.Zero), ([0b1010], TimeSpan.Zero));
        Assert.Equal([0b1000, 0x68], heard);
    }

    [Fact]
    public void Two_that_do_not_meet_are_both_heard()
    {
        var (one, other) = (BusProbe.Frame("000000000001", 0x93, new byte[6]), BusProbe.Frame("000000000002", 0x93, new byte[6]));
        var (heard, at) = Hear(Riser, (other, TimeSpan.FromMilliseconds(300)), (one, TimeSpan.FromMilliseconds(20)));
        Assert.Equal([.. one, .. other], heard);
        Assert.Equal(at.Order(), at);
    }

    // 18 bytes at 2400 baud take 82 ms: the second begins while the first still speaks.
    [Theory]
    [InlineData(21)]
    [InlineData(40)]
    [InlineData(77)]
    [InlineData(99)]
    public void Two_that_meet_garble_each_other_and_what_is_heard_lasts_as_long_as_both(int second)
    {
        var (one, other) = (BusProbe.Frame("202611210001", 0x93, [1, 2, 3, 4, 5, 6]), BusProbe.Frame("202611210013", 0x93, [7, 8, 9, 0, 1, 2]));
        var (heard, at) = Hear(Riser, (one, TimeSpan.FromMilliseconds(20)), (other, TimeSpan.FromMilliseconds(second)));
        Assert.False(HasFrame(heard, one) && HasFrame(heard, other));
        var end = (second / 1000.0 * 2400) + (other.Length * 11);
        Assert.InRange(at[^1] / (double)Waveform.StepsPerBit, end - 11, end + 11);
    }

    private static bool HasFrame(byte[] heard, byte[] frame) => heard.AsSpan().IndexOf(frame) >= 0 && Dlt645Frame.TryParse(frame, out _);

    private static (byte[] Heard, int[] At) Hear(WireSpeed speed, params (byte[] Bytes, TimeSpan After)[] speakers)
    {
        var wave = new Waveform(speed);
        foreach (var (bytes, after) in speakers) wave.Add(bytes, after);
        var (heard, at) = (new byte[600], new int[600]);
        var count = wave.Hear(heard, at);
        return (heard[..count], at[..count]);
    }
}
