using AmrCollector.Models;
using AmrCollector.Polling.Traffic;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Traffic;

public sealed class MeterFramesTests
{
    private const string AskFirst = "68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16";
    private const string FirstSays = "FE FE 68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16";
    private const string AskSecond = "68 13 90 78 56 34 12 68 11 04 33 33 34 33 69 16";
    private const string SecondSays = "68 13 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CD 16";

    private static MeterFrames Dlt645() => new(MeterProtocol.Dlt645V2007, "123456789012", isMbap: false);

    [Fact]
    public void Requests_to_the_meter_and_what_follows_are_its_frames_and_nobody_elses()
    {
        var picked = Pick(Dlt645(), (true, AskSecond), (false, SecondSays), (true, AskFirst), (false, "00 FF"), (false, FirstSays), (true, AskSecond), (false, SecondSays));

        Assert.Equal($"{AskFirst} 00 FF {FirstSays}", string.Join(' ', picked)); // noise comes in any number of pieces
    }

    [Fact]
    public void What_the_meter_says_too_late_is_its_own_too()
    {
        Assert.Equal([AskFirst, FirstSays], Pick(Dlt645(), (true, AskFirst), (true, AskSecond), (false, FirstSays)));
    }

    [Fact]
    public void Modbus_units_are_told_apart_in_both_framings()
    {
        MeterFrames rtu = new(MeterProtocol.Modbus, "1", isMbap: false);
        Assert.Equal(["01 04 00 00 00 01 31 CA", "01 04 02 03 01 78 00"], Pick(rtu, (true, "02 04 00 00 00 01 31 F9"), (true, "01 04 00 00 00 01 31 CA"), (false, "01 04 02 03 01 78 00")));
        MeterFrames tcp = new(MeterProtocol.Modbus, "7", isMbap: true);
        Assert.Equal(["00 02 00 00 00 06 07 03 00 00 00 01"], Pick(tcp, (true, "00 01 00 00 00 06 08 03 00 00 00 01"), (true, "00 02 00 00 00 06 07 03 00 00 00 01")));
    }

    private static List<string> Pick(MeterFrames frames, params (bool IsSent, string Bytes)[] pieces)
    {
        List<TrafficFrame> picked = [];
        for (var i = 0; i < pieces.Length; i++) picked.AddRange(frames.Add(new(DateTimeOffset.UnixEpoch, i * 10_000_000L, pieces[i].IsSent, Hex.Of(pieces[i].Bytes))));
        picked.AddRange(frames.Flush());
        return [.. picked.Select(frame => Hex.Show(frame.Bytes))];
    }
}
