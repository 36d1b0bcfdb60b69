using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;

namespace AmrCollector.Lines.DialIn;

/// <summary>An accepted connection through TLS, after its handshake. While nothing comes it holds no buffer of ours.</summary>
internal sealed class TlsUnitWire(SslStream stream) : IUnitWire
{
    private const int Piece = 2048;

    private readonly Lock _gate = new();
    private IUnitEar? _ear;
    private string? _over;
    private volatile bool _hasHeard;

    public void Begin(IUnitEar ear)
    {
        _ear = ear;
        _ = ReadAsync();
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

    public async ValueTask<string?> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
            return null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return WhyLost(e);
        }
    }

    public void Dispose() => stream.Dispose();

    private async Task ReadAsync()
    {
        string? why = null;
        while (why is null)
        {
            try
            {
                var arrival = stream.ReadAsync(Memory<byte>.Empty); // waits without a buffer
                await arrival;
                why = await ReadPieceAsync();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                why = WhyLost(e);
            }

            IUnitEar ear;
            lock (_gate) (ear, _over) = (_ear!, why);
            ear.Settle(why);
        }
    }

    private async Task<string?> ReadPieceAsync()
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var read = await stream.ReadAsync(piece.AsMemory(0, Piece));
            if (read == 0) return "it closed the connection";
            _hasHeard = true;
            lock (_gate) _ear!.Hear(piece.AsSpan(0, read));
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private string WhyLost(Exception e) =>
        e.InnerException is SocketException { SocketErrorCode: var error } ? SocketWords.WhyLost(error)
        : _hasHeard ? "the TLS connection broke"
        : "it ended TLS before it said anything; it may not trust our certificate";
}
