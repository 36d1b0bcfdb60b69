using System.IO.Pipes;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace AmrCollector.Service.Security;

/// <summary>Who may open the named pipe: the account the service runs under, and administrators.</summary>
[SupportedOSPlatform("windows")]
internal static class PipeRights
{
    /// <summary>The rights.</summary>
    public static PipeSecurity OwnerAndAdministrators()
    {
        PipeSecurity rights = new();
        using var own = WindowsIdentity.GetCurrent();
        if (own.User is { } user) rights.AddAccessRule(new(user, PipeAccessRights.FullControl, AccessControlType.Allow));
        rights.AddAccessRule(new(new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null), PipeAccessRights.ReadWrite, AccessControlType.Allow));
        return rights;
    }

    /// <summary>The account at the other end.</summary>
    public static string AccountOf(ConnectionContext connection)
    {
        try
        {
            return connection.Features.Get<IConnectionNamedPipeFeature>()?.NamedPipe.GetImpersonationUserName() ?? "somebody";
        }
        catch (IOException)
        {
            return "somebody"; // it has sent nothing yet, or does not let itself be named
        }
    }
}
