using System.Net.Sockets;

namespace AmrCollector.Lines.Tcp;

/// <summary>Chooses how this system tells of arrivals.</summary>
internal static class Readiness
{
    /// <summary>From now on <paramref name="reader"/> is told of what arrives on <paramref name="socket"/>, which must not block.</summary>
    internal static IReadiness Of(Socket socket, IArrivals reader) =>
        OperatingSystem.IsLinux() ? EpollLoop.Shared.Watch(socket, reader) : new EmptyReceive(socket, reader);
}
