using System.Net;
using System.Net.Sockets;

namespace AmrCollector.EndToEnd.Support;

/// <summary>
/// Ports below those the kernel gives to outgoing connections: who knocks again and again at a service that is down must not
/// be handed that very port and answer himself.
/// </summary>
internal static class QuietPort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    /// <summary>A port nobody listens on now.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = First + Random.Shared.Next(Count);
            using TcpListener probe = new(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                continue; // taken by another
            }
        }
    }
}
