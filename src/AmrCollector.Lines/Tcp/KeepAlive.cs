using System.Net.Sockets;

namespace AmrCollector.Lines.Tcp;

/// <summary>Notices a peer that is gone without a word.</summary>
internal static class KeepAlive
{
    private const int LastUnanswered = 30_000;

    /// <summary>Asks the peer after <paramref name="idle"/> without traffic, then <paramref name="retries"/> times every <paramref name="interval"/>.</summary>
    internal static void On(Socket socket, TimeSpan idle, TimeSpan interval, int retries)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)idle.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)interval.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, retries);
        }
        catch (SocketException e) when (OperatingSystem.IsWindows() && e.SocketErrorCode == SocketError.ProtocolOption)
        {
            // Windows before 10 version 1709, and Wine 8: the older way, with the system's own number of retries.
            var values = new byte[12];
            BitConverter.TryWriteBytes(values, 1u);
            BitConverter.TryWriteBytes(values.AsSpan(4), (uint)idle.TotalMilliseconds);
            BitConverter.TryWriteBytes(values.AsSpan(8), (uint)interval.TotalMilliseconds);
            socket.IOControl(IOControlCode.KeepAliveValues, values, null);
        }

        // TCP_USER_TIMEOUT: keep-alive is silent while a request is unacknowledged, and retransmission would go on for a quarter of an hour.
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(6, 18, BitConverter.GetBytes(LastUnanswered));
    }
}
