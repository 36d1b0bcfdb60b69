using System.Net;
using System.Net.Sockets;

namespace AmrCollector.Cli.Line.Service;

/// <summary>Where names lead: a link to a port, the name of a host.</summary>
internal static class Places
{
    /// <summary>The device behind a path, through links such as those of /dev/serial/by-id; the path itself when there is none.</summary>
    internal static string OfDevice(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>The addresses of a host; empty when its name is not known.</summary>
    internal static HashSet<IPAddress> OfHost(string host)
    {
        try
        {
            return [.. IPAddress.TryParse(host, out var address) ? [address] : Dns.GetHostAddresses(host)];
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
