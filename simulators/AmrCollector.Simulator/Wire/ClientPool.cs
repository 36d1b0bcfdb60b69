using System.Net;
using System.Net.Sockets;
using AmrCollector.Simulator.Bus;

namespace AmrCollector.Simulator.Wire;

/// <summary>
/// A box on loopback that serves several clients at once, each with its own half requests; the bus behind it answers one at a time. One
/// client more than it serves is refused. Not paced, and without the line's byte faults: those need one owner of the wire.
/// </summary>
internal sealed class ClientPool : IWire
{
    private readonly Socket _listener;
    private readonly LinePlan _plan;
    private readonly TimeProvider _time;
    private readonly HashSet<Socket> _clients = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _bus = new(1, 1);
    private readonly List<Task> _loops = [];

    /// <summary>Listens at once; throws <see cref="SocketException"/> when the port is taken.</summary>
    internal ClientPool(LinePlan plan, TimeProvider time)
    {
        (_plan, _time) = (plan, time);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, plan.Port));
        _listener.Listen(plan.Clients);
    }

    /// <inheritdoc/>
    public string Uri => $"{(_plan.Wire == WireKind.Mbap ? "modbus+tcp" : "tcp")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    /// <inheritdoc/>
    public long LastArrival => 0;

    /// <inheritdoc/>
    public WireSpeed? Asked => null;

    /// <summary>Serves clients until cancelled: <paramref name="answer"/> writes the reply to a request and returns its length, 0 for none.</summary>
    internal async Task RunAsync(Func<RequestBuffer> heard, RequestAnswer answer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(cancellationToken);
                if (!TryEnter(client)) continue;
                _loops.RemoveAll(loop => loop.IsCompleted);
                _loops.Add(ServeAsync(client, heard(), answer, cancellationToken));
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                if (!cancellationToken.IsCancellationRequested) continue;
            }
        }

        Cut();
        await Task.WhenAll(_loops);
    }

    /// <summary>The clients' loops receive; this waits for the end.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        return 0;
    }

    /// <summary>Nobody in particular: the bytes are lost.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Nobody in particular: the bytes are lost.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>Ends the connections of all clients.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Cut();
        await Task.WhenAll(_loops);
        _bus.Dispose();
    }

    private bool TryEnter(Socket client)
    {
        client.NoDelay = true;
        lock (_gate)
        {
            if (_clients.Count < _plan.Clients) return _clients.Add(client);
        }

        client.Dispose();
        return false;
    }

    private async Task ServeAsync(Socket client, RequestBuffer heard, RequestAnswer answer, CancellationToken cancellationToken)
    {
        var (received, request, reply) = (new byte[512], new byte[RequestBuffer.Capacity], new byte[MeterBus.LongestReply]);
        try
        {
            while (!heard.IsBroken && await client.ReceiveAsync(received, SocketFlags.None, cancellationToken) is > 0 and var length)
            {
                heard.Add(received.AsSpan(0, length), _time.GetTimestamp());
                while (heard.TryTake(request, out var asked, out var form))
                {
                    var said = await AnswerAsync(answer, request.AsMemory(0, asked), form, reply, cancellationToken);
                    if (said > 0) await client.SendAsync(reply.AsMemory(0, said), SocketFlags.None, cancellationToken);
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has left, or the district ends: either way this loop is over.
            Leave(client);
            return;
        }

        Leave(client);
    }

    // The bus is held over the turn-round, as a gateway queues its clients.
    private async ValueTask<int> AnswerAsync(RequestAnswer answer, ReadOnlyMemory<byte> request, RequestForm form, byte[] reply, CancellationToken cancellationToken)
    {
        await _bus.WaitAsync(cancellationToken);
        try
        {
            var length = answer(request.Span, form, reply, out var after);
            if (after > TimeSpan.Zero) await Task.Delay(after, _time, cancellationToken);
            return length;
        }
        finally
        {
            _bus.Release();
        }
    }

    private void Leave(Socket client)
    {
        lock (_gate) _clients.Remove(client);
        client.Dispose();
    }
}
