using AmrCollector.Lines.Serial;

namespace AmrCollector.Lines;

/// <summary>
/// A local serial port, on Linux and Windows, held exclusively. While it is open one thread waits on it, so gaps and deadlines hold to
/// a fraction of a millisecond and an unplugged adapter is noticed within 2 s, also between exchanges (<see cref="IsOpen"/> turns false).
/// A character with wrong parity or stop bit is dropped and counted, never handed on as a good one.
/// </summary>
public sealed class SerialLine : ILine
{
    private readonly TimeProvider _time;
    private readonly bool _listens;
    private PortThread? _thread;
    private long _errorsBefore;
    private bool _disposed;

    /// <summary>A line that is not open yet; <paramref name="uri"/> must be of the serial kind.</summary>
    /// <param name="uri">Port, speed and format.</param>
    /// <param name="time">The clock of its deadlines.</param>
    /// <param name="listens">True: it is opened so that nothing can be sent on it; on Linux the port is opened for reading alone.</param>
    public SerialLine(LineUri uri, TimeProvider time, bool listens = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uri.Kind, LineKind.Serial);
        (Uri, _time, _listens) = (uri, time, listens);
    }

    /// <inheritdoc/>
    public LineUri Uri { get; }

    /// <inheritdoc/>
    public bool IsOpen => _thread is { IsLost: false };

    /// <inheritdoc/>
    public Task? WhenLost => _thread?.Ended;

    /// <inheritdoc/>
    public bool SaysWhenSent => _thread is { SaysWhenSent: true };

    /// <inheritdoc/>
    public long CharacterErrors => _errorsBefore + (_thread?.CharacterErrors ?? 0);

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsOpen) return;
        if (_thread is { } last)
        {
            await last.CloseAsync();
            _errorsBefore += last.CharacterErrors;
            _thread = null;
        }

        ISerialPort port = OperatingSystem.IsLinux() ? LinuxPort.Open(Uri, _listens)
            : OperatingSystem.IsWindows() ? WindowsPort.Open(Uri)
            : throw new LineUnavailableException($"port {Uri.Port}: serial lines need Linux or Windows");
        _thread = new PortThread(port, Uri, _time);
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(LineSettings settings, CancellationToken cancellationToken) =>
        _thread?.ApplyAsync(settings.On(Uri), cancellationToken) ?? ValueTask.FromException(NotOpen());

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (_thread is null) return ValueTask.FromException(NotOpen());
        _thread.Drain();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _listens ? throw new InvalidOperationException($"port {Uri.Port} was opened to listen")
            : _thread?.SendAsync(bytes, cancellationToken) ?? ValueTask.FromException(NotOpen());

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) =>
        _thread?.ReceiveAsync(buffer, deadline, cancellationToken) ?? ValueTask.FromException<int>(NotOpen());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_thread is { } thread) await thread.CloseAsync();
    }

    private LineLostException NotOpen() => new($"port {Uri.Port} is not open");
}
