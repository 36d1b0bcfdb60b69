using System.Net.Sockets;

namespace AmrCollector.EndToEnd.Support;

/// <summary>Talks to a service over the socket of its data folder, as `amr` does.</summary>
internal static class LocalService
{
    /// <summary>A client for the service of the configuration in <paramref name="folder"/>, whose data are in "data" there; every call gives a reason.</summary>
    public static HttpClient Http(string folder)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(folder, "data", "amr.sock")), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        HttpClient http = new(handler) { BaseAddress = new("http://localhost") };
        http.DefaultRequestHeaders.Add("Amr-Why", "a%20test");
        return http;
    }
}
