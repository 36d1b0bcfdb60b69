using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AmrCollector.Service.Lifetime;

/// <summary>
/// What a service tells systemd (sd_notify(3)): a datagram of lines to the socket that NOTIFY_SOCKET names. Telling never fails the service:
/// a supervisor that does not listen is worth a log line elsewhere, not an end here.
/// </summary>
public sealed class SystemdSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _supervisor;

    private SystemdSocket(string path, TimeSpan? watchdog)
    {
        _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        _supervisor = new(path[0] == '@' ? "\0" + path[1..] : path);
        Watchdog = watchdog;
    }

    /// <summary>How long the supervisor waits between two signs of life; null when it does not watch.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>The supervisor's socket as the environment names it; null when there is none, as in a terminal or on Windows.</summary>
    /// <param name="environment">Value of an environment variable, null when it is not set.</param>
    /// <param name="process">This process' id: a watchdog meant for another one is not ours.</param>
    public static SystemdSocket? Find(Func<string, string?> environment, int process)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } path || path[0] is not ('/' or '@')) return null;
        return new(path, WatchdogOf(environment, process));
    }

    /// <summary>Sends one assignment a line, such as <c>READY=1</c>; false when the supervisor could not take it.</summary>
    public bool Tell(params ReadOnlySpan<string> assignments)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(string.Join('\n', assignments)), _supervisor);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static TimeSpan? WatchdogOf(Func<string, string?> environment, int process)
    {
        if (!long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds == 0) return null;
        if (environment("WATCHDOG_PID") is { Length: > 0 } meant && meant != process.ToString(CultureInfo.InvariantCulture)) return null;
        return TimeSpan.FromMicroseconds(microseconds);
    }
}
