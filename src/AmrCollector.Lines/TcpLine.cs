using System.Net.Sockets;
using AmrCollector.Lines.Tcp;

namespace AmrCollector.Lines;

/// <summary>
/// Raw bytes or MBAP on a socket. A peer that closes or resets is noticed while the line is idle (<see cref="IsOpen"/> turns false);
/// keep-alive probes find a box that vanished within 30 s. An idle line holds a socket: no buffer, no thread of its own, no running
/// timer. Exchanges allocate nothing, unless the option <c>gap</c> makes a send wait. On Linux the caller of a receive goes on on the
/// thread that serves all TCP lines and must not block it.
/// </summary>
public sealed class TcpLine : ILine
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly EchoFilter? _echo;
    private TcpSession? _session;
    private readonly CancellationTokenSource _ending = new();
    private bool _disposed;

    /// <summary>A line that is not open yet; <paramref name="uri"/> must be of a TCP kind.</summary>
    public TcpLine(LineUri uri, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(uri.Kind, LineKind.Serial);
        (Uri, _time) = (uri, time);
        _echo = uri.Echo ? new EchoFilter() : null;
    }

    /// <inheritdoc/>
    public LineUri Uri { get; }

    /// <inheritdoc/>
    public bool IsOpen => _session is { IsLost: false };

    private string Peer => Uri.Host.Contains(':', StringComparison.Ordinal) ? $"[{Uri.Host}]:{Uri.TcpPort}" : $"{Uri.Host}:{Uri.TcpPort}";

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsOpen) return;
        _session?.Dispose();
        _session = null;

        var socket = await ConnectAsync(cancellationToken);
        try
        {
            if (Uri.Pause > TimeSpan.Zero) await Task.Delay(Uri.Pause, _time, cancellationToken);
            if (_disposed) throw new LineLostException($"line to {Peer} was closed");
            _session = new TcpSession(socket, Peer, Uri.MinimumGap, _echo, _time);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Lose(string why) => _session?.Lose(why);

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken) =>
        _session is { } session ? session.DrainAsync(cancellationToken) : ValueTask.FromException(NotOpen());

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _session is { } session ? session.SendAsync(bytes, cancellationToken) : ValueTask.FromException(NotOpen());

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) =>
        _session is { } session ? session.ReceiveAsync(buffer, deadline, cancellationToken) : ValueTask.FromException<int>(NotOpen());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _session?.Dispose();
        await _ending.CancelAsync();
        _ending.Dispose();
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ending.Token, cancellationToken);
        try
        {
            return await TcpConnect.ToAsync(Uri.Host, Uri.TcpPort, Prepare, either.Token);
        }
        catch (OperationCanceledException e) when (_disposed)
        {
            throw new LineLostException($"line to {Peer} was closed", e);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LineUnavailableException($"{Peer} did not answer within {Duration.Show(ConnectLimit)}; check power, cable and address", e);
        }
        catch (SocketException e)
        {
            throw new LineUnavailableException(WhyRefused(e.SocketErrorCode), e);
        }
    }

    private static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        KeepAlive.On(socket, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5), 3);
    }

    private string WhyRefused(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => $"{Peer} refuses the connection; check the port, and that the box is in server mode with a free connection",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the name of {Peer} is not known; check its spelling and the name server",
        SocketError.TimedOut => $"{Peer} did not answer; check power, cable and address",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => $"there is no way to {Peer}; check the address and this machine's network",
        _ => $"{Peer} cannot be reached: {error}",
    };

    private LineLostException NotOpen() => new($"line to {Peer} is not open");
}
