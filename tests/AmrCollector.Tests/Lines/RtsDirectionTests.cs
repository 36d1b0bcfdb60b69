using AmrCollector.Lines;
using AmrCollector.Lines.Serial;

namespace AmrCollector.Tests.Lines;

/// <summary>When the transmitter of an RS-485 adapter is switched, seen from the port.</summary>
public sealed class RtsDirectionTests
{
    private static readonly byte[] Request = [0x68, 0x11, 0x04, 0x16];

    [Fact]
    public async Task The_transmitter_is_on_from_before_the_first_bit_until_after_the_last_and_off_again_whatever_happens()
    {
        Assert.True(LineUri.TryParse("serial:/dev/x?baud=1200&format=8E1&rs485=rts&gap=0ms", out var uri, out var why), why);
        RecordingPort port = new();
        PortThread thread = new(port, uri, TimeProvider.System);
        await thread.SendAsync(Request, default);
        Assert.Equal(["on", "write 4", "drained", "off"], port.Said);
        Assert.True(port.OnFor >= uri.CharacterTime!.Value * Request.Length, $"{port.OnFor}"); // no driver may say "sent" before the bits had time to leave

        port.Said.Clear();
        port.Fails = true;
        await Assert.ThrowsAsync<LineLostException>(async () => await thread.SendAsync(Request, default));
        Assert.Equal(["on", "write fails", "off"], port.Said);
        await thread.CloseAsync();
    }

    /// <summary>A port of the test: says what it was told, in order, and when.</summary>
    private sealed class RecordingPort : ISerialPort
    {
        private long _since;

        public List<string> Said { get; } = [];

        public bool Fails { get; set; }

        public TimeSpan OnFor { get; private set; }

        public string Name => "/dev/x";

        public bool IsVirtual => false;

        public long CharacterErrors => 0;

        public void Apply(LineUri settings)
        {
            // Any speed will do.
        }

        public int Read(Span<byte> buffer) => 0;

        public int Write(ReadOnlySpan<byte> bytes)
        {
            Said.Add(Fails ? "write fails" : $"write {bytes.Length}");
            return Fails ? throw new LineLostException("gone") : bytes.Length;
        }

        public PortEvents Wait(PortEvents wanted, TimeSpan most)
        {
            new ManualResetEventSlim().Wait(most < TimeSpan.FromMilliseconds(5) ? most : TimeSpan.FromMilliseconds(5));
            return wanted & PortEvents.Writable;
        }

        public void Wake()
        {
            // Its waits are short.
        }

        public void DrainOutput() => Said.Add("drained");

        public void Transmit(bool on)
        {
            if (on) _since = TimeProvider.System.GetTimestamp();
            else OnFor = TimeProvider.System.GetElapsedTime(_since);
            Said.Add(on ? "on" : "off");
        }

        public void CheckPresent()
        {
            // It is never pulled out.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
