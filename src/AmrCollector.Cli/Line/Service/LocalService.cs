using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Principal;
using AmrCollector.Service.Security;

namespace AmrCollector.Cli.Line.Service;

/// <summary>The road to a service on this machine: its socket, or its pipe on Windows. Whom its rights let in needs no key.</summary>
/// <param name="Path">The socket's path, or the pipe's name.</param>
internal sealed record LocalService(string Path)
{
    private const int PipeLimit = 500;

    /// <summary>What a person calls it.</summary>
    internal Uri Address => new(OperatingSystem.IsWindows() ? $"pipe:{Path}" : $"unix:{Path}");

    /// <summary>The running service whose files are in <paramref name="data"/>, when this user may open its road; else null.</summary>
    internal static LocalService? Of(string data)
    {
        if (OperatingSystem.IsWindows())
        {
            LocalService pipe = new(LocalRoad.PipeOf(data));
            return pipe.IsPipeThere() ? pipe : null;
        }

        if (LocalRoad.SocketOf(data) is not { } path || !File.Exists(path)) return null;
        return new LocalService(path) is var service && service.IsThere() ? service : null;
    }

    /// <summary>Connects; for the HTTP client.</summary>
    internal async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            NamedPipeClientStream pipe = new(".", Path, PipeDirection.InOut, PipeOptions.Asynchronous, TokenImpersonationLevel.Identification);
            await pipe.ConnectAsync(PipeLimit, cancellationToken);
            return pipe;
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsPipeThere()
    {
        try
        {
            using NamedPipeClientStream probe = new(".", Path, PipeDirection.InOut, PipeOptions.None, TokenImpersonationLevel.Identification);
            probe.Connect(PipeLimit);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>False for a socket file that a killed service left, and for who has no right to it.</summary>
    internal bool IsThere()
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(Path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
