using System.Net;
using System.Net.Sockets;
using AmrCollector.Feed;

namespace AmrCollector.Tests.Feed;

/// <summary>A consumer whose network cuts every connection at once: whatever instant the cut comes at, the delivery is tried again.</summary>
public sealed class SinkHttpTests : IDisposable
{
    private const int Connections = 400;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_connection_reset_at_any_instant_is_tried_again()
    {
        _listener.Start();
        var resetting = ResetAsync();
        using SinkHttp http = new(TimeSpan.FromSeconds(10), TimeProvider.System);
        for (var n = 0; n < Connections; n++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"http://{_listener.LocalEndpoint}/hook") { Content = new StringContent("{}") };
            Assert.IsType<DeliveryDecision.Again>(await http.SendAsync(request, default));
        }

        _listener.Stop();
        await resetting;
    }

    private async Task ResetAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync();
                socket.LingerState = new(enable: true, seconds: 0);
            }
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }
}
