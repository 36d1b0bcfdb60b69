using System.Net.Sockets;

namespace AmrCollector.Lines.Tcp;

/// <summary>Hears of arrivals by a receive into no bytes, which every system completes when there are some.</summary>
internal sealed class EmptyReceive : IReadiness
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new(true); // true: no execution context is captured for each receive
    private int _isPending;

    internal EmptyReceive(Socket socket, IArrivals reader)
    {
        _socket = socket;
        _receive.SetBuffer(Memory<byte>.Empty);
        _receive.Completed += (_, _) =>
        {
            Volatile.Write(ref _isPending, 0);
            reader.OnReady(mayBeOver: true);
        };
    }

    public bool Await()
    {
        if (Interlocked.Exchange(ref _isPending, 1) == 1) return false;
        if (_socket.ReceiveAsync(_receive)) return false;
        Volatile.Write(ref _isPending, 0);
        return true;
    }

    public void Dispose() => _receive.Dispose();
}
