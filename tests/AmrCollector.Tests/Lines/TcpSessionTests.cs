using System.Net;
using System.Net.Sockets;
using AmrCollector.Lines;

namespace AmrCollector.Tests.Lines;

public sealed class TcpSessionTests
{
    [Theory]
    [InlineData(2)] // -1 ms is a timer that never fires
    [InlineData(7)]
    public async Task A_machine_that_stops_between_two_looks_at_the_clock_ends_the_wait_and_not_the_process(int milliseconds)
    {
        var (near, far) = await PairAsync();
        using var end = far;
        StoppingTime time = new(TimeSpan.FromMilliseconds(milliseconds));
        using var session = new TcpSession(near, "box", TimeSpan.Zero, null, time);
        for (var i = 0; i < 5; i++)
        {
            var deadline = time.GetTimestamp() + time.StopTicks + 1; // passed at the second look, not at the first
            Assert.Equal(0, await session.ReceiveAsync(new byte[8], deadline, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        }

        await far.SendAsync(new byte[] { 0x68 });
        Assert.Equal(1, await session.ReceiveAsync(new byte[8], long.MaxValue, CancellationToken.None));
    }

    [Fact]
    public async Task An_end_told_after_the_session_was_closed_is_no_fault()
    {
        var (near, far) = await PairAsync();
        using var end = far;
        using var session = new TcpSession(near, "box", TimeSpan.Zero, null, TimeProvider.System);

        session.Lose("pulled");
        session.OnReady(mayBeOver: true); // the thread that hears of arrivals had taken this one before

        Assert.True(session.IsLost);
    }

    private static async Task<(Socket Near, Socket Far)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndPoint!);
        near.Blocking = false;
        return (near, await listener.AcceptAsync());
    }

    /// <summary>The machine stops for a while before each look at the clock.</summary>
    private sealed class StoppingTime(TimeSpan stop) : TimeProvider
    {
        private long _now;

        internal long StopTicks { get; } = stop.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, StopTicks);
    }
}
