using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AmrCollector.EndToEnd.DialIn;

/// <summary>A unit that dials in through TLS and passes on to the meters behind it what it is asked.</summary>
internal sealed class TlsUnit : IAsyncDisposable
{
    private readonly SslStream _collector;
    private readonly TcpClient _meters;
    private readonly Task _passing;

    private TlsUnit(SslStream collector, TcpClient meters)
    {
        (_collector, _meters) = (collector, meters);
        _passing = Task.WhenAll(PassAsync(collector, meters.GetStream()), PassAsync(meters.GetStream(), collector));
    }

    /// <summary>Dials, registers, and serves the meters of the box at <paramref name="meters"/>.</summary>
    internal static async Task<TlsUnit> DialAsync(int port, string id, X509Certificate2 trusted, (string Certificate, string Key) own, int meters)
    {
        var collector = await OpenAsync(port, "127.0.0.1", trusted, own);
        await collector.WriteAsync(System.Text.Encoding.ASCII.GetBytes(id));
        TcpClient box = new();
        await box.ConnectAsync(IPAddress.Loopback, meters);
        return new(collector, box);
    }

    /// <summary>True when it is cut off without a question, in the handshake or after it, whatever it registers as.</summary>
    internal static async Task<bool> IsRefusedAsync(int port, string from, string id, X509Certificate2 trusted, (string Certificate, string Key)? own)
    {
        try
        {
            await using var collector = await OpenAsync(port, from, trusted, own);
            await collector.WriteAsync(System.Text.Encoding.ASCII.GetBytes(id));
            return await collector.ReadAsync(new byte[1]) == 0;
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            return true;
        }
    }

    /// <summary>The same of one that speaks no TLS.</summary>
    internal static async Task<bool> IsPlainRefusedAsync(int port, string from, string id)
    {
        try
        {
            using var socket = await ConnectAsync(port, from);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(id));
            return await socket.ReceiveAsync(new byte[16]) <= 7; // an alert of TLS at most
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _meters.Dispose();
        await _passing;
    }

    private static async Task<Socket> ConnectAsync(int port, string from)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task<SslStream> OpenAsync(int port, string from, X509Certificate2 trusted, (string Certificate, string Key)? own)
    {
        SslStream stream = new(new NetworkStream(await ConnectAsync(port, from), ownsSocket: true));
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        options.CertificateChainPolicy.CustomTrustStore.Add(trusted);
        if (own is { } files) options.ClientCertificates = [X509Certificate2.CreateFromPem(files.Certificate, files.Key)];
        try
        {
            await stream.AuthenticateAsClientAsync(options);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static async Task PassAsync(Stream from, Stream to)
    {
        try
        {
            var buffer = new byte[1024];
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
                await to.FlushAsync();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has gone; the other ends with the unit.
        }
    }
}
