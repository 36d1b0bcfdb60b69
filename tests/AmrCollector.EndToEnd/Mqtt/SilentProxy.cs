using System.Net;
using System.Net.Sockets;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>Stands between a client and a port of loopback; when it is told to, it swallows every byte and keeps the connections.</summary>
internal sealed class SilentProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly List<Task> _pumps = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _hasEnded;

    public SilentProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections that were made through it.</summary>
    public int Connections { get; private set; }

    /// <summary>Nothing gets through, either way.</summary>
    public bool Swallows { get; set; }

    /// <summary>Breaks what stands.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (var client in _open) client.Dispose();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hasEnded = true;
        _listener.Dispose();
        Cut();
        await _accepting;
        await Task.WhenAll(_pumps);
    }

    private async Task AcceptAsync()
    {
        while (!_hasEnded)
        {
            try
            {
                var near = await _listener.AcceptTcpClientAsync();
                TcpClient far = new();
                await far.ConnectAsync(IPAddress.Loopback, _target);
                (near.NoDelay, far.NoDelay, Connections) = (true, true, Connections + 1);
                lock (_open) _open.AddRange([near, far]);
                _pumps.Add(PumpAsync(near, far));
                _pumps.Add(PumpAsync(far, near));
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                if (_hasEnded) return; // else nobody listens behind it now
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
                if (!Swallows) await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or InvalidOperationException)
        {
            to.Dispose(); // one end has gone
            return;
        }

        to.Dispose();
    }
}
