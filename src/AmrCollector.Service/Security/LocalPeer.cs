using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AmrCollector.Service.Security;

/// <summary>The user at the other end of a connection over the machine's own socket or pipe; what made the connection possible were file rights.</summary>
/// <param name="user">Asks who it is; a pipe knows only once it has been read from.</param>
internal sealed class LocalPeer(Func<string> user)
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const string Here = "@local";
    private const string Somebody = "somebody";
    private const string Users = "/etc/passwd";

    /// <summary>"li@local", or "uid 1000@local" when the machine has no name for him.</summary>
    public string User => user() + Here;

    /// <summary>Who <paramref name="socket"/> is connected to, as the kernel says.</summary>
    public static LocalPeer Of(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux()) return new(() => Somebody);
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: process, user, group
        try
        {
            socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        }
        catch (SocketException)
        {
            return new(() => Somebody);
        }

        var id = MemoryMarshal.Read<uint>(credentials[4..]);
        return new(() => NameOf(id) ?? string.Create(CultureInfo.InvariantCulture, $"uid {id}"));
    }

    private static string? NameOf(uint id)
    {
        try
        {
            var wanted = id.ToString(CultureInfo.InvariantCulture);
            return File.ReadLines(Users).Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[2] == wanted)?[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
