using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace AmrCollector.Simulator.Wire;

/// <summary>A serial server on loopback. It serves one client at a time: a second one is refused, or takes over.</summary>
internal sealed class TcpWire : IWire
{
    private readonly Socket _listener;
    private readonly bool _kicksOldClient;
    private readonly TimeProvider _time;
    private readonly string _scheme;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _arrivals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile Socket? _client;

    /// <summary>Listens at once; throws <see cref="SocketException"/> when the port is taken.</summary>
    internal TcpWire(string scheme, int port, bool kicksOldClient, TimeProvider time)
    {
        (_scheme, _kicksOldClient, _time) = (scheme, kicksOldClient, time);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(4);
        _accepting = AcceptAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public string Uri => $"{_scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    /// <inheritdoc/>
    public long LastArrival { get; private set; }

    /// <summary>A socket does not tell at which speed its box sends.</summary>
    public WireSpeed? Asked => null;

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Socket? client;
        while ((client = _client) is null) await _arrivals.Reader.ReadAsync(cancellationToken);
        var received = 0;
        try
        {
            received = await client.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            received = 0;
        }

        LastArrival = _time.GetTimestamp();
        if (received == 0) Release(client);
        return received;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_client is not { } client) return;
        try
        {
            await client.SendAsync(bytes, SocketFlags.None, cancellationToken);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            Cut();
        }
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_client is not { } client) return;
        try
        {
            client.Send(bytes);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            Cut();
        }
    }

    /// <inheritdoc/>
    public void Cut()
    {
        if (_client is { } client) Release(client);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Cut();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Welcome(await _listener.AcceptAsync(cancellationToken));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
            {
                if (cancellationToken.IsCancellationRequested) return;
            }
        }
    }

    private void Welcome(Socket client)
    {
        client.NoDelay = true;
        lock (_gate)
        {
            if (_client is not null && !_kicksOldClient)
            {
                client.Dispose();
                return;
            }

            _client?.Dispose();
            _client = client;
        }

        _arrivals.Writer.TryWrite(true);
    }

    /// <summary>The place is free before the client sees that it was cut off: whoever comes next is not refused for it.</summary>
    private void Release(Socket client)
    {
        lock (_gate)
        {
            if (_client == client) _client = null;
        }

        client.Dispose();
    }
}
