using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;
using AmrCollector.Service.Lifetime.Windows;

namespace AmrCollector.Cli.WindowsService;

/// <summary>The virtual account the service runs as: Windows makes it from the service's name, it has no password, and nobody else can be it.</summary>
internal static class ServiceAccount
{
    /// <summary>As Windows calls it.</summary>
    internal const string Name = @"NT SERVICE\" + WindowsServiceName.Name;

    /// <summary>The identity of a service's virtual account: S-1-5-80 and the SHA-1 of the service's name in capitals, as five numbers (the service manager's own rule).</summary>
    internal static string SidOf(string service)
    {
#pragma warning disable CA5350 // the rule is Windows', and nothing is secret here
        var digest = SHA1.HashData(Encoding.Unicode.GetBytes(service.ToUpperInvariant()));
#pragma warning restore CA5350
        return "S-1-5-80-" + string.Join('-', Enumerable.Range(0, 5).Select(i => BitConverter.ToUInt32(digest, 4 * i)));
    }

    /// <summary>
    /// Closes <paramref name="folder"/>, made when it is not there, to everybody but the system, administrators and this account, which may read it, and write it when
    /// <paramref name="writes"/>: configuration holds secrets, and a ledger is nobody's to change.
    /// </summary>
    [SupportedOSPlatform("windows")]
    internal static void Own(string folder, bool writes)
    {
        const InheritanceFlags below = InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit;
        DirectorySecurity rights = new();
        rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (var owner in (WellKnownSidType[])[WellKnownSidType.LocalSystemSid, WellKnownSidType.BuiltinAdministratorsSid])
            rights.AddAccessRule(new(new SecurityIdentifier(owner, null), FileSystemRights.FullControl, below, PropagationFlags.None, AccessControlType.Allow));
        rights.AddAccessRule(new(new SecurityIdentifier(SidOf(WindowsServiceName.Name)), writes ? FileSystemRights.Modify : FileSystemRights.ReadAndExecute, below, PropagationFlags.None, AccessControlType.Allow));
        try
        {
            Directory.CreateDirectory(folder).SetAccessControl(rights);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"the rights on {folder} cannot be set: {e.Message}");
        }
    }
}
