using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Simulator.Wire;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>Who hears whom at which speed.</summary>
public class SpeedTests
{
    private static readonly WireSpeed Slow = new(2400, "8E1"), Fast = new(9600, "8N1");

    [Theory]
    [InlineData("8E1", 2400, "8N1", true)]
    [InlineData("8E1", 9600, "8E1", false)]
    [InlineData("8E1", 2400, "8O1", false)]
    [InlineData("8E1", 2400, "8N2", false)]
    [InlineData("8N1", 2400, "8N2", true)]
    [InlineData("8O1", 2400, "8O1", true)]
    public void Speed_odd_parity_and_a_stop_bit_in_the_place_of_a_parity_bit_tell_ends_apart(string meter, int baud, string asked, bool understands) =>
        Assert.Equal(understands, new WireSpeed(2400, meter).Understands(new WireSpeed(baud, asked)));

    [Fact]
    public void Meters_of_two_speeds_share_a_line_and_each_hears_its_own()
    {
        var plan = BusProbe.Plan("dlt645-2007-1p") with { Baud = 2400 };
        var modbus = new MeterGroup { Kind = MeterKind.All["abb-b23"], FirstNumber = 9, Baud = 9600, Format = "8N1" };
        var probe = new BusProbe(plan with { Groups = [plan.Groups[0], modbus] });
        var (read, poll) = (BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire("00010000")), ModbusFunctionTests.Rtu(1, "03 50 00 00 04"));
        Assert.NotEmpty(probe.Hear(read, RequestForm.Dlt645, Slow));
        Assert.Empty(probe.Hear(read, RequestForm.Dlt645, Fast));
        Assert.True(RtuFrame.HasGoodCrc(probe.Hear(poll, RequestForm.Rtu, Fast)));
        Assert.Empty(probe.Hear(poll, RequestForm.Rtu, Slow));
    }

    [Fact]
    public void A_meter_that_was_told_another_speed_answers_once_more_at_the_old_one()
    {
        var probe = new BusProbe(BusProbe.Plan("dlt645-2007-1p") with { Baud = 2400 });
        Assert.Equal(0x97, BusProbe.Open(probe.Hear(BusProbe.Frame(BusProbe.FirstNumber, 0x17, [0x20]), RequestForm.Dlt645, Slow)).Control);
        var read = BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire("04000703"));
        Assert.Empty(probe.Hear(read, RequestForm.Dlt645, Slow));
        Assert.Equal(Hex.Of("03 07 00 04 20"), BusProbe.Open(probe.Hear(read, RequestForm.Dlt645, Slow with { Baud = 9600 })).Data);
    }

    [Fact]
    public void A_broadcast_at_another_speed_moves_nothing()
    {
        var probe = new BusProbe(BusProbe.Plan("dlt645-2007-1p") with { Baud = 2400 });
        probe.Hear(BusProbe.Frame("999999999999", 0x16, Hex.Of("99 99 99 99")), RequestForm.Dlt645, Fast);
        Assert.Equal(0xD1, probe.Read("05010001").Control);
    }

    [Fact]
    public void Each_meter_of_a_riser_has_its_own_turn_round()
    {
        var line = District.Riser16().Lines[0];
        var probe = new BusProbe(line);
        var spans = probe.Meters.Select(meter => meter.TurnRoundOn(line)).ToList();
        Assert.All(spans, span => Assert.InRange(span.TotalMilliseconds, 20, 500));
        Assert.Equal(16, spans.Distinct().Count());
        Assert.True(spans.Max() - spans.Min() > TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Sixteen_meters_asked_at_once_are_heard_as_garbage()
    {
        var district = District.Riser16();
        Assert.Equal(32, district.MeterCount);
        foreach (var line in district.Lines)
        {
            var (wave, probe) = (new Waveform(line.Speed), new BusProbe(line));
            var bus = new MeterBus(line, probe.Meters);
            foreach (var answer in bus.Ask(BusProbe.Frame("AAAAAAAAAAAA", 0x13, []), RequestForm.Dlt645, probe.Now, line.Speed)) wave.Add(answer.Bytes, answer.TurnRound);
            var (heard, at) = (new byte[2000], new int[2000]);
            var count = wave.Hear(heard, at);
            Assert.InRange(count, 60, 16 * 22);
            Assert.InRange(at[count - 1] / (double)Waveform.StepsPerBit / 2400, 0.3, 0.65);
        }
    }

    [Fact]
    public async Task A_port_that_is_set_to_another_speed_is_not_answered()
    {
        if (!OperatingSystem.IsLinux()) return;
        var plan = BusProbe.Plan("dlt645-2007-1p") with { Wire = WireKind.Pty, Baud = 115_200, TurnRound = TimeSpan.Zero };
        await using var running = await RunningDistrict.StartAsync(new District { Name = "test", Lines = [plan] }, TimeProvider.System);
        var line = running.Lines[0];
        await using var port = new FileStream(line.Uri["serial:".Length..].Split('?')[0], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var request = BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire("00010000"));
        foreach (var (baud, count) in (ReadOnlySpan<(int, int)>)[(9600, 1), (2400, 2)])
        {
            Set(port, baud);
            port.Write(request);
            Assert.True(SpinWait.SpinUntil(() => line.BytesCarried >= count * request.Length, TimeSpan.FromSeconds(20)));
        }

        Set(port, 115_200);
        await port.WriteAsync(request);
        var reply = new byte[20];
        for (var filled = 0; filled < reply.Length;) filled += await port.ReadAsync(reply.AsMemory(filled));
        Assert.Equal(0x91, BusProbe.Open(reply).Control);
        Assert.Equal(1, line.Answered);
    }

    private static void Set(FileStream port, int baud)
    {
        Span<byte> settings = stackalloc byte[LibC.Termios2Size];
        var descriptor = (int)port.SafeFileHandle.DangerousGetHandle();
        Assert.Equal(0, LibC.Control(descriptor, LibC.GetTermios2, settings));
        PtySpeed.Write(new WireSpeed(baud, "8E1"), settings);
        Assert.Equal(0, LibC.Control(descriptor, LibC.SetTermios2, settings));
    }
}
