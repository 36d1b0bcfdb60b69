using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AmrCollector.Lines.Mqtt;

/// <summary>Opens the byte stream a connection runs on: TCP, or TLS above it.</summary>
internal static class MqttTransport
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The open stream; throws <see cref="LineUnavailableException"/> with what to do when there is none within 10 s.</summary>
    public static async Task<Stream> OpenAsync(MqttOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (!options.Tls) return stream;
            SslStream tls = new(stream);
            stream = tls;
            await tls.AuthenticateAsClientAsync(Authentication(options), either.Token);
            return tls;
        }
        catch (Exception e)
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested) throw;
            if (Why(e, options) is { } why) throw new LineUnavailableException(why, e);
            throw;
        }
    }

    private static string? Why(Exception e, MqttOptions options) => e switch
    {
        OperationCanceledException => $"{options.Peer} does not answer; check power, address and network",
        AuthenticationException => $"no TLS with {options.Peer}: {e.InnerException?.Message ?? e.Message}; check its certificate, our caFile and that it wants TLS on this port",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{options.Peer} refuses the connection; check that the broker runs and the port",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"the name of {options.Peer} is not known; check its spelling and the name server",
        SocketException socket => $"{options.Peer} cannot be reached: {socket.SocketErrorCode}",
        IOException => $"the connection to {options.Peer} broke while it was made: {e.InnerException?.Message ?? e.Message}",
        _ => null,
    };

    private static SslClientAuthenticationOptions Authentication(MqttOptions options)
    {
        SslClientAuthenticationOptions tls = new() { TargetHost = options.Host };
        if (options.Certificate is { } own) tls.ClientCertificateContext = SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true);
        if (options.Authorities.Count == 0) return tls;
        tls.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        tls.CertificateChainPolicy.CustomTrustStore.AddRange(options.Authorities.ToArray());
        return tls;
    }
}
