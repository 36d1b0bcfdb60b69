using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AmrCollector.Tests.Lines.DialIn;

/// <summary>A unit that dials in: the far end of a connection, played by a test.</summary>
internal sealed class CallingUnit : IDisposable
{
    private CallingUnit(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    /// <summary>Dials from <paramref name="from"/> and says <paramref name="first"/>.</summary>
    public static async Task<CallingUnit> DialAsync(IPEndPoint to, string first = "", string from = "127.0.0.1")
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(to);
        CallingUnit unit = new(socket);
        if (first.Length > 0) await unit.SayAsync(Encoding.ASCII.GetBytes(first));
        return unit;
    }

    public async Task SayAsync(byte[] bytes) => await Socket.SendAsync(bytes, SocketFlags.None);

    /// <summary>Hears exactly <paramref name="count"/> bytes.</summary>
    public async Task<byte[]> HearAsync(int count)
    {
        var heard = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = await Socket.ReceiveAsync(heard.AsMemory(filled), SocketFlags.None);
            Assert.NotEqual(0, read);
            filled += read;
        }

        return heard;
    }

    /// <summary>True when the listener has ended the connection.</summary>
    public async Task<bool> IsCutAsync()
    {
        try
        {
            return await Socket.ReceiveAsync(new byte[1], SocketFlags.None) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => Socket.Dispose();
}
