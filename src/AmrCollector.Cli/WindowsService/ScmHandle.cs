using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AmrCollector.Cli.WindowsService;

/// <summary>The service manager, or one service, while it is open.</summary>
[SupportedOSPlatform("windows")]
internal sealed class ScmHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => ScmCalls.Close(handle);
}
