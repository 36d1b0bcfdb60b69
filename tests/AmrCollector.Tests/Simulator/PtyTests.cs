using AmrCollector.Simulator;

namespace AmrCollector.Tests.Simulator;

public class PtyTests
{
    [Fact]
    public async Task A_serial_line_answers_again_after_its_reader_has_closed_and_reopened_the_port()
    {
        if (!OperatingSystem.IsLinux()) return;
        var plan = BusProbe.Plan("dlt645-2007-1p") with { Wire = WireKind.Pty, Baud = 115_200, TurnRound = TimeSpan.Zero, Preamble = 4 };
        await using var running = await RunningDistrict.StartAsync(new District { Name = "test", Lines = [plan] }, TimeProvider.System);
        Assert.Matches("^serial:/dev/pts/[0-9]+\\?baud=115200&format=8E1$", running.Lines[0].Uri);
        var path = running.Lines[0].Uri["serial:".Length..].Split('?')[0];
        for (var time = 0; time < 3; time++)
        {
            await using var port = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            await port.WriteAsync(BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire("00010000")));
            var reply = new byte[24];
            for (var filled = 0; filled < reply.Length;) filled += await port.ReadAsync(reply.AsMemory(filled));
            Assert.All(reply[..4], b => Assert.Equal(0xFE, b));
            Assert.Equal(0x91, BusProbe.Open(reply[4..]).Control);
        }
    }
}
