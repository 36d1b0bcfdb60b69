using System.Net;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Security;

/// <summary>
/// Where anybody on this machine may look without a key, a page of the internet could let a browser here look for it, under a name of its own that it points
/// here (DNS rebinding). Such a request names a host that is neither an address nor localhost.
/// </summary>
internal static class HostNames
{
    /// <summary>True when the request was made to an address, or to localhost.</summary>
    public static bool IsPlain(HttpRequest request)
    {
        var host = request.Host.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _);
    }
}
