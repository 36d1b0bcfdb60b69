using System.Net.Sockets;
using AmrCollector.Lines.Tcp;

namespace AmrCollector.Lines.DialIn;

/// <summary>An accepted socket without TLS. Holds no buffer: it is read on the thread that hears of arrivals, into that thread's stack.</summary>
internal sealed class PlainUnitWire(Socket socket) : IUnitWire, IArrivals
{
    /// <summary>Why the connection of a unit that floods is over.</summary>
    internal const string Endless = "it sends without being asked and without end";

    private const int Piece = 1024;

    /// <summary>Pieces read at one word of arrival: more than any unit sends, less than would hold up the others.</summary>
    private const int MostPieces = 64;

    private readonly Lock _gate = new();
    private IReadiness? _readiness;
    private IUnitEar? _ear;
    private string? _over;
    private bool _disposed;

    public void Begin(IUnitEar ear)
    {
        lock (_gate)
        {
            _ear = ear;
            if (_disposed) return;
            _readiness = Readiness.Of(socket, this);
            if (!_readiness.Await()) return;
        }

        OnReady(mayBeOver: true);
    }

    public string? HandOver(IUnitEar next, Action passOn)
    {
        lock (_gate)
        {
            passOn();
            _ear = next;
            return _over;
        }
    }

    public void OnReady(bool mayBeOver)
    {
        IUnitEar ear;
        string? why;
        lock (_gate)
        {
            if (_ear is null || _disposed) return;
            _over ??= Read_NeedsLock(mayBeOver);
            (ear, why) = (_ear, _over);
        }

        ear.Settle(why);
    }

    // The system takes thousands of bytes before a send would have to wait: then nobody has taken any for long.
    public ValueTask<string?> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var sent = socket.Send(bytes.Span, SocketFlags.None, out var error);
            return new(sent == bytes.Length ? null : error is SocketError.Success or SocketError.WouldBlock ? "it takes no bytes any more" : SocketWords.WhyLost(error));
        }
        catch (ObjectDisposedException)
        {
            return new("the connection was closed");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _readiness?.Dispose();
        socket.Dispose();
    }

    private string? Read_NeedsLock(bool mayBeOver)
    {
        Span<byte> piece = stackalloc byte[Piece];
        for (var pieces = 0; pieces < MostPieces; pieces++)
        {
            int read;
            SocketError error;
            try
            {
                read = socket.Receive(piece, SocketFlags.None, out error);
            }
            catch (ObjectDisposedException)
            {
                return null; // whoever disposed it knows why
            }

            if (error == SocketError.Success && read > 0) _ear!.Hear(piece[..read]);
            if (error == SocketError.WouldBlock || (error == SocketError.Success && read > 0 && read < Piece && !mayBeOver))
            {
                if (_readiness?.Await() == true) continue;
                return null;
            }

            if (error != SocketError.Success) return SocketWords.WhyLost(error);
            if (read == 0) return "it closed the connection";
        }

        return Endless;
    }
}
