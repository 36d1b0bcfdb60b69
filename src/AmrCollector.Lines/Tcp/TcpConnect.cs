using System.Net;
using System.Net.Sockets;

namespace AmrCollector.Lines.Tcp;

/// <summary>Connects without a thread, and on Linux without the runtime's own event loop: a socket it once watched costs a wake-up at every arrival.</summary>
internal static class TcpConnect
{
    /// <summary>
    /// A connected socket to the first address of <paramref name="host"/> that takes the connection, <paramref name="prepare"/>d before; it does
    /// not block. Throws the last <see cref="SocketException"/> when none does.
    /// </summary>
    internal static async Task<Socket> ToAsync(string host, int port, Action<Socket> prepare, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                prepare(socket);
                await ConnectAsync(socket, new IPEndPoint(address, port), cancellationToken);
                socket.Blocking = false;
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task ConnectAsync(Socket socket, IPEndPoint to, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await socket.ConnectAsync(to, cancellationToken);
            return;
        }

        socket.Blocking = false;
        try
        {
            socket.Connect(to);
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way: the loop tells when it has ended.
        }

        var end = new ConnectEnd();
        using var watch = EpollLoop.Shared.WatchConnect(socket, end);
        await end.Task.WaitAsync(cancellationToken);
        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0) throw new SocketException(error);
    }

    private sealed class ConnectEnd : IArrivals
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Task => _ended.Task;

        public void OnReady(bool mayBeOver) => _ended.TrySetResult();
    }
}
