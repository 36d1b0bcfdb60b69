using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.NamedPipes;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AmrCollector.Service.Security;

/// <summary>
/// The way for `amr` on the same machine: a Unix socket in the data folder, or a named pipe on Windows, that nobody opens whom its rights do not let. Who comes
/// this way is trusted with everything, as he could as well stop the service and change its files.
/// </summary>
public static class LocalRoad
{
    /// <summary>Name of the socket in the data folder.</summary>
    public const string SocketName = "amr.sock";

    private const int LongestPath = 107; // sun_path of struct sockaddr_un, without its end mark
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The socket of the service whose files are in <paramref name="folder"/>; null when its path is longer than a socket's may be.</summary>
    public static string? SocketOf(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), SocketName);
        return Encoding.UTF8.GetByteCount(path) <= LongestPath ? path : null;
    }

    /// <summary>Name of the pipe of the service whose files are in <paramref name="folder"/>.</summary>
    public static string PipeOf(string folder) =>
        "amr-collector-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder).TrimEnd('\\', '/').ToUpperInvariant())).AsSpan(0, 8));

    /// <summary>
    /// Lets Kestrel listen there too; null, or why it cannot. The caller holds the claim on the folder: a socket file that is there already was left by a
    /// process that is no more.
    /// </summary>
    internal static string? Listen(IWebHostBuilder host, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            ListenOnPipe(host, folder);
            return null;
        }

        if (SocketOf(folder) is not { } path) return $"the path of {folder} is too long for a socket; choose a shorter 'data'";
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be made: {e.Message}";
        }

        host.UseSockets(sockets => sockets.CreateBoundListenSocket = Bind);
        host.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(LocalPeer.Of(connection.Features.Get<IConnectionSocketFeature>()?.Socket));
                return next(connection);
            });
        }));
        return null;
    }

    // Rights are set between binding and listening: until then nobody can connect.
    private static Socket Bind(EndPoint endPoint)
    {
        if (endPoint is not UnixDomainSocketEndPoint local || OperatingSystem.IsWindows()) return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(local);
            File.SetUnixFileMode(local.ToString()!, OwnerAndGroup);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [SupportedOSPlatform("windows")]
    private static void ListenOnPipe(IWebHostBuilder host, string folder)
    {
        host.UseNamedPipes(pipes =>
        {
            pipes.CurrentUserOnly = false;
            pipes.PipeSecurity = PipeRights.OwnerAndAdministrators();
        });
        host.ConfigureKestrel(kestrel => kestrel.ListenNamedPipe(PipeOf(folder), listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new LocalPeer(() => PipeRights.AccountOf(connection)));
                return next(connection);
            });
        }));
    }
}
