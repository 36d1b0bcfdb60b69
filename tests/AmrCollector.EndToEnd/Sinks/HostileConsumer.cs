using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A receiver on a bare socket that answers each push as it is told, also with nothing, or by hanging up after it has read all.</summary>
internal sealed class HostileConsumer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<string> _answers;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="answers">What each push is answered, in turn; "" hangs up, "wait" never answers. Then all are taken.</param>
    /// <param name="certificate">Shown to who connects, when it is TLS.</param>
    public HostileConsumer(IEnumerable<string> answers, X509Certificate2? certificate = null)
    {
        (_answers, _certificate) = (new(answers), certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>webhook-id of every push and what it was answered, in order.</summary>
    public ConcurrentQueue<(string Id, string Answer)> Pushes { get; } = new();

    /// <summary>Connections that came, also those that failed.</summary>
    public int Connections { get; private set; }

    /// <summary>Bodies of the pushes it took.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                await ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return; // the end of the test
        }
    }

    private async Task ServeAsync(TcpClient socket)
    {
        try
        {
            await using var stream = await OpenAsync(socket);
            var (head, body) = await ReadAsync(stream);
            var answer = _answers.TryDequeue(out var next) ? next : "HTTP/1.1 204 No Content\r\n\r\n";
            Pushes.Enqueue((Header(head, "webhook-id"), answer));
            if (answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal)) Taken.Enqueue(body);
            if (answer == "wait") _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token); // until the sender gives up
            else if (answer.Length > 0) await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Replace("\r\n\r\n", "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", StringComparison.Ordinal)), _stop.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return; // who does not believe the certificate hangs up
        }
    }

    private async Task<Stream> OpenAsync(TcpClient socket)
    {
        if (_certificate is null) return socket.GetStream();
        SslStream tls = new(socket.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return tls;
    }

    private async Task<(string Head, string Body)> ReadAsync(Stream stream)
    {
        List<byte> all = [];
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0) throw new IOException("closed");
            all.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.UTF8.GetString([.. all]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var head = text[..end];
            if (Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= int.Parse(Header(head, "Content-Length"), System.Globalization.CultureInfo.InvariantCulture)) return (head, text[(end + 4)..]);
        }
    }

    private static string Header(string head, string name) =>
        head.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}
