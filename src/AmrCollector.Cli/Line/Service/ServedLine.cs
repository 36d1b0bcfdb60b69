using AmrCollector.Lines;

namespace AmrCollector.Cli.Line.Service;

/// <summary>A line that a running service owns.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Uri">Its URI there.</param>
internal sealed record ServedLine(string Name, LineUri Uri)
{
    /// <summary>True when <paramref name="wanted"/> means the same port or peer, whatever its speed and other options.</summary>
    internal bool IsSamePlace(LineUri wanted)
    {
        if (Uri.Kind == LineKind.Serial || wanted.Kind == LineKind.Serial) return Uri.Kind == wanted.Kind && Device(Uri.Port) == Device(wanted.Port);
        if (Uri.Kind == LineKind.Mqtt || wanted.Kind == LineKind.Mqtt) return Uri.Kind == wanted.Kind && Uri.Broker == wanted.Broker && Uri.Down == wanted.Down;
        if (Uri.Kind == LineKind.DialIn || wanted.Kind == LineKind.DialIn) return Uri.Kind == wanted.Kind && Uri.Listener == wanted.Listener && Uri.Unit == wanted.Unit;
        return Uri.TcpPort == wanted.TcpPort
            && (string.Equals(Uri.Host, wanted.Host, StringComparison.OrdinalIgnoreCase) || Places.OfHost(Uri.Host).Overlaps(Places.OfHost(wanted.Host)));
    }

    private static string Device(string port) => OperatingSystem.IsWindows() ? port.ToUpperInvariant() : Places.OfDevice(port);
}
