using System.Net;
using System.Net.Sockets;
using AmrCollector.Lines;

namespace AmrCollector.Tests.Lines;

public sealed class TcpSessionTests
{
    [Fact]
    public async Task An_end_told_after_the_session_was_closed_is_no_fault()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndPoint!);
        near.Blocking = false;
        using var session = new TcpSession(near, "box", TimeSpan.Zero, null, TimeProvider.System);

        session.Lose("pulled");
        session.OnReady(mayBeOver: true); // the thread that hears of arrivals had taken this one before

        Assert.True(session.IsLost);
    }
}
